// SPDX-License-Identifier: Apache-2.0

// Reads a passport with progress, and prints verdict and reasons; see README.md. Passport SOCKET <keys
// .NET 5 and later, and Mono, whose HttpClient has no Unix sockets: so this one writes HTTP to a socket. In .NET alone, an HttpClient with a
// SocketsHttpHandler does, whose ConnectCallback connects this endpoint.

using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

/// <summary>A refusal of the daemon with its stable code. Title and detail are for people.</summary>
class Problem : Exception
{
    public readonly string Code;

    public Problem(XmlNode problem)
        : base(string.Join(": ", new[] { "code", "title", "detail" }.Select(name => Json.Text(problem, name)).Where(text => text != "")))
    {
        Code = Json.Text(problem, "code");
    }
}

/// <summary>JSON as XML, which .NET and Mono have without a package: members are elements, elements of arrays are items.</summary>
static class Json
{
    public static XmlNode Parse(string text)
    {
        var quotas = new XmlDictionaryReaderQuotas { MaxDepth = 64, MaxStringContentLength = 4 << 20, MaxNameTableCharCount = 1 << 20 };
        using (var reader = JsonReaderWriterFactory.CreateJsonReader(Encoding.UTF8.GetBytes(text), quotas))
        {
            var document = new XmlDocument();
            document.Load(reader);
            return document.DocumentElement;
        }
    }

    /// <summary>Empty if there is none.</summary>
    public static string Text(XmlNode value, string path)
    {
        var found = value.SelectSingleNode(path);
        return found == null ? "" : found.InnerText;
    }

    public static string Quoted(string text)
    {
        return "\"" + Regex.Replace(text, "[\\x00-\\x1f\"\\\\]", found => "\\u" + ((int)found.Value[0]).ToString("x4")) + "\"";
    }
}

/// <summary>One request, on a connection of its own. Disposing of it cancels a read.</summary>
sealed class Exchange : IDisposable
{
    const int LongestLine = 4 << 20;
    const int LongestSilence = 150 * 1000; // milliseconds: longer than the wait for a card

    public readonly int Status;
    readonly Socket socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    readonly StreamReader reader;

    /// <summary>HTTP/1.0: the answer is not chunked, and ends with the connection.</summary>
    public Exchange(string path, string method, string target, string body)
    {
        try
        {
            socket.ReceiveTimeout = socket.SendTimeout = LongestSilence;
            socket.Connect(new UnixDomainSocketEndPoint(path));
            var stream = new NetworkStream(socket);
            var octets = Encoding.UTF8.GetBytes(body);
            var head = Encoding.ASCII.GetBytes(method + " " + target + " HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: text/event-stream, application/problem+json\r\nContent-Length: " + octets.Length + "\r\n\r\n");
            stream.Write(head, 0, head.Length);
            stream.Write(octets, 0, octets.Length);
            reader = new StreamReader(stream, new UTF8Encoding(false));
            var line = Line();
            var status = Regex.Match(line ?? "", "^HTTP/1\\.[01] ([1-5][0-9]{2})");
            if (!status.Success) throw new IOException("the answer is not HTTP");
            Status = int.Parse(status.Groups[1].Value);
            while (!string.IsNullOrEmpty(line)) line = Line();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Null at the end.</summary>
    public string Line()
    {
        var line = new StringBuilder();
        for (var character = reader.Read(); character != '\n'; character = reader.Read())
        {
            if (character < 0) return line.Length == 0 ? null : line.ToString();
            if (line.Length == LongestLine) throw new IOException("the answer is too large");
            if (character != '\r') line.Append((char)character);
        }
        return line.ToString();
    }

    public void Dispose()
    {
        socket.Dispose();
    }
}

static class Passport
{
    /// <summary>Reads the card on the only reader with one.</summary>
    static XmlNode ReadCard(string socket, string mrz)
    {
        var order = "{\"access\":{\"mrz\":" + Json.Quoted(mrz) + "},\"wait_seconds\":30,\"fields\":[\"holder.names.latin\",\"verification\"]}";
        using (var exchange = new Exchange(socket, "POST", "/v1/read", order))
        {
            if (exchange.Status >= 400) throw new Problem(Json.Parse(exchange.Line() ?? "{}"));
            var name = "";
            for (var line = exchange.Line(); line != null; line = exchange.Line())
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line.Substring(7);
                if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
                var data = Json.Parse(line.Substring(6));
                if (name == "progress")
                    Console.Error.WriteLine("{0}/{1} {2}", Json.Text(data, "index"), Json.Text(data, "of"), Json.Text(data, "step"));
                if (name == "problem") throw new Problem(data);
                if (name == "result") return data;
            }
        }
        throw new IOException("the daemon ended the read without a result");
    }

    /// <summary>The exit status: 0 only for a genuine passport.</summary>
    static int Show(string socket, XmlNode read)
    {
        var verdict = Json.Text(read, "verification/verdict");
        Console.WriteLine(verdict);
        Console.WriteLine("name: " + Json.Text(read, "record/holder/names/latin"));
        foreach (XmlNode check in read.SelectNodes("verification/checks/item[outcome != 'passed']"))
            Console.WriteLine("{0}: {1}, {2}", Json.Text(check, "name"), Json.Text(check, "outcome"), Json.Text(check, "reason"));
        new Exchange(socket, "DELETE", "/v1/reads/" + Json.Text(read, "id"), "").Dispose();
        if (verdict == "genuine") return 0;
        Console.Error.WriteLine("passport: the passport is not proved to be genuine");
        return 1;
    }

    static int Run(string socket)
    {
        foreach (var mrz in Console.In.ReadToEnd().Trim().Split(new[] { "\n\n" }, StringSplitOptions.None))
        {
            try
            {
                return Show(socket, ReadCard(socket, mrz));
            }
            catch (Problem problem) when (problem.Code == "access_denied" || problem.Code == "bad_access_key")
            {
                Console.Error.WriteLine("wrong key, " + problem.Message);
            }
        }
        throw new IOException("no key opens the chip");
    }

    static int Main(string[] words)
    {
        try
        {
            if (words.Length != 1) throw new IOException("usage: Passport SOCKET <keys");
            return Run(words[0]);
        }
        catch (Exception error) when (error is IOException || error is SocketException || error is XmlException || error is Problem)
        {
            Console.Error.WriteLine("passport: " + error.Message);
            return 1;
        }
    }
}
