// fivestar-sim: simulated cards in a virtual PC/SC reader, and the test PKI they are signed with.
#include "sim/program.hpp"

#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

int main(int count, char** texts) {
    using namespace fivestar::sim;
    constexpr int usage_error = 64;

    CLI::App program{"Simulated identity cards: invented people, test keys."};
    program.name("fivestar-sim");
    std::string data = installed_data_directory();
    bool list_personas = false;
    bool list_quirks = false;
    bool as_json = false;
    program.add_option("--data", data, "Directory with personas/ and pki/")->capture_default_str();
    program.add_flag("--personas", list_personas, "List the personas");
    program.add_flag("--quirks", list_quirks, "List the quirks and tamperings");
    program.add_flag("--json", as_json, "As JSON");
    program.require_subcommand(0, 1);

    CardArguments card;
    CLI::App* card_command = program.add_subcommand("card",
                                                    "One card in a virtual reader; 'remove', 'insert', 'speak' "
                                                    "and 'quit' on standard input");
    card_command->fallthrough();
    card_command->add_option("--persona", card.persona, "Whose card")->required();
    card_command->add_option("--vpcd", card.address, "HOST:PORT of the virtual reader")->capture_default_str();
    card_command->add_option("--quirk", card.quirk, "NAME, NAME@N (at the N-th command) or NAME@N- (from it on)");

    std::string out;
    CLI::App* pki_command = program.add_subcommand("pki", "Write the test CSCAs and revocation lists");
    pki_command->fallthrough();
    pki_command->add_option("--out", out, "Directory to write to")->required();

    try {
        program.parse(count, texts);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : usage_error;
    }
    if (card_command->parsed()) return run_card(data, card);
    if (pki_command->parsed()) return write_pki(data, out);
    if (list_personas) return print_personas(data, as_json);
    if (list_quirks) return print_quirks();
    std::cerr << program.help();
    return usage_error;
}
