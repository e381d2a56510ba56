// SPDX-License-Identifier: Apache-2.0

// Reads a passport with progress, and prints verdict and reasons; see README.md. go run passport.go SOCKET <keys
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"time"
)

const longest = 6 * time.Minute // the daemon's own deadlines end a read before

// Problem is a refusal of the daemon with its stable code. Title and detail are for people.
type Problem struct {
	Code, Title, Detail string
	Status              int
}

func (p Problem) Error() string {
	return strings.TrimSuffix(fmt.Sprintf("%s: %s: %s", p.Code, p.Title, p.Detail), ": ")
}

// Read has what this program needs of an answer; unknown members are ignored.
type Read struct {
	ID     string
	Record struct {
		Holder struct{ Names struct{ Latin string } }
	}
	Verification struct {
		Verdict string
		Checks  []struct{ Name, Outcome, Reason string }
	}
}

func client(socket string) *http.Client {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}
	return &http.Client{Transport: &http.Transport{DialContext: dial}, Timeout: longest}
}

// readCard reads the card on the only reader with one. The context cancels the read.
func readCard(ctx context.Context, daemon *http.Client, mrz string) (read Read, err error) {
	order, err := json.Marshal(map[string]any{
		"access": map[string]string{"mrz": mrz}, "wait_seconds": 30, "fields": []string{"holder.names.latin", "verification"},
	})
	if err != nil {
		return read, err
	}
	request, err := http.NewRequestWithContext(ctx, "POST", "http://localhost/v1/read", strings.NewReader(string(order)))
	if err != nil {
		return read, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream, application/problem+json")
	response, err := daemon.Do(request)
	if err != nil {
		return read, err
	}
	defer response.Body.Close()
	if response.StatusCode >= 400 {
		return read, problem(response.Body)
	}
	var name string
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		if field == "event" {
			name = value
		}
		if field != "data" {
			continue
		}
		switch name {
		case "progress":
			var progress struct {
				Step      string
				Index, Of int
			}
			if err := json.Unmarshal([]byte(value), &progress); err != nil {
				return read, err
			}
			fmt.Fprintf(os.Stderr, "%d/%d %s\n", progress.Index, progress.Of, progress.Step)
		case "problem":
			return read, problem(strings.NewReader(value))
		case "result":
			err := json.Unmarshal([]byte(value), &read)
			return read, err
		}
	}
	if lines.Err() != nil {
		return read, lines.Err()
	}
	return read, errors.New("the daemon ended the read without a result")
}

func problem(body io.Reader) error {
	var found Problem
	if err := json.NewDecoder(io.LimitReader(body, 1<<20)).Decode(&found); err != nil {
		return err
	}
	return found
}

func forget(daemon *http.Client, read Read) error {
	request, err := http.NewRequest("DELETE", "http://localhost/v1/reads/"+read.ID, nil)
	if err != nil {
		return err
	}
	response, err := daemon.Do(request)
	if err == nil {
		err = response.Body.Close()
	}
	return err
}

func run() error {
	if len(os.Args) != 2 {
		return errors.New("usage: passport SOCKET <keys")
	}
	keys, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	daemon := client(os.Args[1])
	for _, mrz := range strings.Split(strings.TrimSpace(string(keys)), "\n\n") {
		read, err := readCard(ctx, daemon, mrz)
		var refusal Problem
		if errors.As(err, &refusal) && (refusal.Code == "access_denied" || refusal.Code == "bad_access_key") {
			fmt.Fprintln(os.Stderr, "wrong key,", refusal)
			continue
		}
		if err != nil {
			return err
		}
		fmt.Printf("%s\nname: %s\n", read.Verification.Verdict, read.Record.Holder.Names.Latin)
		for _, check := range read.Verification.Checks {
			if check.Outcome != "passed" {
				fmt.Printf("%s: %s, %s\n", check.Name, check.Outcome, check.Reason)
			}
		}
		if err := forget(daemon, read); err != nil {
			return err
		}
		if read.Verification.Verdict != "genuine" {
			return errors.New("the passport is not proved to be genuine")
		}
		return nil
	}
	return errors.New("no key opens the chip")
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "passport:", err)
		os.Exit(1)
	}
}
