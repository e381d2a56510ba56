// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include "cli/locale.hpp"
#include "client/fivestar.h"
#include "crypto/base/nearest.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace fivestar::cli {
namespace {

constexpr const char* default_socket_path = "/run/fivestard/fivestard.sock";
constexpr const char* from_standard_input = "-";
/// Values of [policy] in the daemon's configuration.
constexpr const char* report = "report";
constexpr const char* refuse = "refuse";

/// Accepts only "-". The message does not repeat the value.
std::string only_standard_input(const std::string& value) {
    if (value == from_standard_input) return {};
    return "a key must not be an argument: use - and type it at the prompt, or pipe it to standard input";
}

/// Accepts the characters of the daemon's ids, which become part of a target.
std::string only_an_id(const std::string& value) {
    const auto is_id_character = [](char character) {
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
               (character >= 'A' && character <= 'Z') || std::string_view{"-_.~:@"}.contains(character);
    };
    return std::ranges::all_of(value, is_id_character) && !value.empty() ? std::string{} : "not an id";
}

/// Accepts `FIELD=-`. The message does not repeat the value, which may be a name.
std::string only_a_field(const std::string& value) {
    const std::size_t equals = value.find('=');
    const auto is_path_character = [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || c == '.'; };
    if (equals == 0 || equals == std::string::npos ||
        !std::ranges::all_of(value.substr(0, equals), is_path_character)) {
        return "FIELD=- is expected, such as holder.names=-";
    }
    if (value.substr(equals + 1) == from_standard_input) return {};
    return "a value must not be an argument: use - and type it at the prompt, or pipe it to standard input";
}

std::string report_or_refuse(const std::string& value) {
    return value == report || value == refuse ? std::string{} : "report or refuse is expected";
}

/// Accepts a whole number within these limits.
auto whole(const char* unit, int least, int most) {
    return [=](const std::string& value) {
        int number = 0;
        if (CLI::detail::lexical_cast(value, number) && number >= least && number <= most) return std::string{};
        return std::to_string(least) + " to " + std::to_string(most) + ' ' + unit + " are expected";
    };
}

std::string_view in_language(Phrase phrase) {
    return phrase.in(spoken(message_language()));
}

constexpr Phrase no_such_command{"there is no such subcommand", "没有这个子命令"};

NothingToRun usage_error(std::string_view reason) {
    std::string text{"fivestarctl: "};
    text.append(reason).append(in_language({"\nTry fivestarctl --help.\n", "\n请参阅 fivestarctl --help。\n"}));
    return {ExitCode::usage, std::move(text)};
}

/// "; did you mean NAME?", or nothing. The mistyped word is not repeated, because it may be a key in the wrong place.
std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    const std::vector<std::string_view> names{known.begin(), known.end()};
    const auto meant = nearest(word, names);
    if (!meant) return {};
    return std::string{in_language({"; did you mean ", "；您是否指 "})}.append(*meant).append(in_language({"?", "？"}));
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(command->get_name());
    }
    return names;
}

/// The suggestion for the first option that is left over: of the command, or of all commands.
std::string suggested_option(const CLI::App& app) {
    const auto left = app.remaining(true);
    const auto mistyped = std::ranges::find_if(left, [](const std::string& word) { return word.starts_with("--"); });
    if (mistyped == left.end()) return {};
    std::vector<std::string> names;
    const auto add = [&names](const CLI::App& of) {
        for (const CLI::Option* option : of.get_options()) {
            for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        }
    };
    for (const CLI::App* command : app.get_subcommands()) add(*command);
    add(app);
    return suggestion(mistyped->substr(0, mistyped->find('=')), names);
}

/// Replaces those messages of CLI11 that repeat a value.
std::string reason_of(const CLI::ParseError& error, const CLI::App& app) {
    const bool lacks = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
    if (lacks && app.get_subcommands().empty() && app.remaining_size() != 0) {
        return std::string{in_language(no_such_command)} + suggestion(app.remaining().front(), command_names(app));
    }
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
        return std::string{in_language({"unexpected argument", "多余的参数"})} + suggested_option(app);
    if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) return "malformed value";
    return error.what();
}

}  // namespace

std::expected<Arguments, NothingToRun> parse_arguments(int argument_count, const char* const* arguments) {
    Arguments parsed{.socket_path = default_socket_path, .json = false, .command = ShowCommand{}};
    ReadCommand read;
    DeleteCommand erase;
    NumberCommand number;
    MatchCommand match;
    CrossCheckCommand cross_check;
    MetricsCommand metrics;
    VerifyCommand verify;
    int wait_seconds = 0;
    std::string can;
    std::string mrz;
    std::array<std::string, 3> values;
    bool scanned = false;

    CLI::App app{"Reads identity cards through fivestard.", "fivestarctl"};
    app.set_version_flag("--version", fivestar_version());
    app.add_option("--socket", parsed.socket_path, "the daemon's socket")->capture_default_str();
    app.add_flag("--json", parsed.json, "print the daemon's JSON");
    app.require_subcommand(1);
    app.fallthrough();
    app.footer(
        "Exit codes: 0 genuine, same or done; 1 unverified or not comparable; 2 not genuine, different or an invalid "
        "number; 3 a problem; 64 a usage error; 130 interrupted.");

    const CLI::App* readers = app.add_subcommand("readers", "list the readers and their cards");
    CLI::App* reading = app.add_subcommand("read", "read the card on a reader");
    reading->add_option("--reader", read.reader, "id of the reader; default: the only one with a card");
    reading->add_option("--card", read.card, "read only the card with this id");
    CLI::Option* can_option = reading->add_option("--can", can, "read the card access number from standard input");
    CLI::Option* mrz_option = reading->add_option("--mrz", mrz, "read the machine-readable zone from standard input");
    CLI::Option* number_option =
        reading->add_option("--document-number", values[0], "read the document number from standard input");
    CLI::Option* birth_option =
        reading->add_option("--birth-date", values[1], "read the birth date from standard input");
    CLI::Option* expiry_option =
        reading->add_option("--expiry-date", values[2], "read the expiry date from standard input");
    CLI::Option* scanned_option =
        reading->add_flag("--scanned", scanned, "use the key that a scanner brings, and wait for it");
    for (CLI::Option* option : {can_option, mrz_option, number_option, birth_option, expiry_option}) {
        option->type_name("-")->check(only_standard_input);
    }
    number_option->needs(birth_option, expiry_option);
    birth_option->needs(number_option);
    expiry_option->needs(number_option);
    can_option->excludes(mrz_option, number_option, scanned_option);
    mrz_option->excludes(number_option, scanned_option);
    number_option->excludes(scanned_option);
    reading->add_option("--fields", read.fields, "only these fields, separated by commas")
        ->allow_extra_args(false)
        ->delimiter(',');
    reading->add_option("--wait", wait_seconds, "seconds to wait for a card")->check(whole("seconds", 0, 120));
    reading
        ->add_option("--portrait", read.portrait_file,
                     "write the portrait to this file; - is standard output, without the record")
        ->type_name("FILE");
    reading->add_option("--evidence", read.evidence_file, "write evidence of the read to this file")->type_name("FILE");
    CLI::App* erasing = app.add_subcommand("delete", "delete a read from the daemon's memory");
    erasing->add_option("read", erase.read, "id of the read")->required()->check(only_an_id)->type_name("ID");
    CLI::App* numbering = app.add_subcommand("number", "check the number of a Chinese identity card, without a card");
    numbering->add_option("number", number.number, "the number; - reads it from standard input")
        ->required()
        ->type_name("N");
    CLI::App* matching = app.add_subcommand("match", "compare values with a read, without showing the read");
    matching->add_option("read", match.read, "id of the read")->required()->check(only_an_id)->type_name("ID");
    matching
        ->add_option("fields", match.fields,
                     "field whose value is a line of standard input; without fields: a JSON object")
        ->check(only_a_field)
        ->type_name("FIELD=-");
    CLI::App* checking =
        app.add_subcommand("cross-check", "compare two reads, such as card and passport of a traveller");
    checking->add_option("one", cross_check.one, "id of a read")->required()->check(only_an_id)->type_name("A");
    checking->add_option("other", cross_check.other, "id of another read")
        ->required()
        ->check(only_an_id)
        ->type_name("B");
    const CLI::App* watch = app.add_subcommand("watch", "print events until interrupted");
    const CLI::App* health = app.add_subcommand("health", "show the daemon's health");
    const CLI::App* trust = app.add_subcommand("trust", "show the trusted certificates and their sources");
    CLI::App* metering = app.add_subcommand("metrics", "print the daemon's metrics in Prometheus' text format");
    metering->add_option("--textfile", metrics.text_file, "write them to this file, for node_exporter")
        ->type_name("FILE");
    const CLI::App* doctor = app.add_subcommand("doctor", "find causes of trouble and their remedies");
    CLI::App* verifying = app.add_subcommand("verify", "verify evidence of a read, without a daemon");
    verifying->add_option("file", verify.file, "file written by read --evidence")->required()->type_name("FILE");
    verifying->add_option("--trust", verify.trust, "trusted certificates and master lists")
        ->type_name("DIR")
        ->capture_default_str();
    verifying
        ->add_option("--lds-trust", verify.lds_trust,
                     "trusted certificates of the five-star LDS profile; default: none")
        ->type_name("DIR");
    verifying->add_option("--crl", verify.crl, "revocation lists")->type_name("DIR")->capture_default_str();
    verifying->add_option("--master-list-signers", verify.master_list_signers, "trusted signers of master lists")
        ->type_name("DIR")
        ->capture_default_str();
    verifying->add_option("--evidence-keys", verify.evidence_keys, "trusted public keys of daemons")
        ->type_name("DIR")
        ->capture_default_str();
    std::string sha1 = report;
    std::string sm2_empty_id = refuse;
    verifying->add_option("--sha1", sha1, "SHA-1 signatures: report or refuse")
        ->check(report_or_refuse)
        ->capture_default_str();
    verifying->add_option("--min-rsa-bits", verify.policy.min_rsa_bits, "minimum length of RSA keys")
        ->check(whole("bits", 1024, 16384))
        ->capture_default_str();
    verifying->add_option("--min-ec-bits", verify.policy.min_ec_bits, "minimum length of elliptic-curve keys")
        ->check(whole("bits", 160, 521))
        ->capture_default_str();
    verifying->add_option("--sm2-empty-id", sm2_empty_id, "SM2 signatures with an empty identifier: report or refuse")
        ->check(report_or_refuse)
        ->capture_default_str();
    const CLI::App* evidence_key = app.add_subcommand("evidence-key", "print the public key of the daemon's evidence");
    const CLI::App* whoami = app.add_subcommand("whoami", "show what this user is granted");
    std::string topic;
    CLI::App* helping = app.add_subcommand("help", "show the help of the program or of a command");
    helping->add_option("command", topic, "the command")->type_name("COMMAND");
    const CLI::App* version = app.add_subcommand("version", "show the version");
    const auto version_text = [] { return std::string{"fivestarctl "} + fivestar_version() + "\n"; };

    const std::string help = app.help();  // later it is that of the command that was chosen

    try {
        app.parse(argument_count, arguments);
    } catch (const CLI::CallForHelp&) {
        const auto chosen = app.get_subcommands();
        return std::unexpected{
            NothingToRun{ExitCode::done, chosen.empty() ? app.help() : chosen.front()->help("fivestarctl")}};
    } catch (const CLI::CallForVersion&) {
        return std::unexpected{NothingToRun{ExitCode::done, version_text()}};
    } catch (const CLI::ParseError& error) {
        return std::unexpected{usage_error(reason_of(error, app))};
    }

    if (version->parsed()) return std::unexpected{NothingToRun{ExitCode::done, version_text()}};
    if (helping->parsed()) {
        if (topic.empty()) return std::unexpected{NothingToRun{ExitCode::done, help}};
        const std::vector<std::string> known = command_names(app);
        if (std::ranges::find(known, topic) == known.end()) {
            return std::unexpected{usage_error(std::string{in_language(no_such_command)} + suggestion(topic, known))};
        }
        return std::unexpected{NothingToRun{ExitCode::done, app.get_subcommand(topic)->help("fivestarctl")}};
    }

    using Page = ShowCommand::Page;
    read.wait = std::chrono::seconds{wait_seconds};
    if (!can.empty()) read.key = KeyKind::can;
    if (!mrz.empty()) read.key = KeyKind::mrz;
    if (!values[0].empty()) read.key = KeyKind::values;
    if (scanned) read.key = KeyKind::scanned;
    if (readers->parsed()) parsed.command = ShowCommand{Page::readers};
    if (reading->parsed()) parsed.command = std::move(read);
    if (erasing->parsed()) parsed.command = std::move(erase);
    if (numbering->parsed()) parsed.command = std::move(number);
    for (std::string& field : match.fields) field.resize(field.find('='));
    if (matching->parsed()) parsed.command = std::move(match);
    if (checking->parsed()) parsed.command = std::move(cross_check);
    if (watch->parsed()) parsed.command = WatchCommand{};
    if (health->parsed()) parsed.command = ShowCommand{Page::health};
    if (trust->parsed()) parsed.command = ShowCommand{Page::trust};
    if (metering->parsed()) parsed.command = std::move(metrics);
    if (doctor->parsed()) parsed.command = DoctorCommand{};
    if (verifying->parsed()) {
        verify.policy.refuse_sha1 = sha1 == refuse;
        verify.policy.refuse_sm2_empty_id = sm2_empty_id == refuse;
        parsed.command = std::move(verify);
    }
    if (evidence_key->parsed()) parsed.command = ShowCommand{Page::evidence_key};
    if (whoami->parsed()) parsed.command = ShowCommand{Page::whoami};
    return parsed;
}

}  // namespace fivestar::cli
