// SPDX-License-Identifier: Apache-2.0
// fivestar-sim: simulated cards in virtual PC/SC readers and on SAM_V modules, and their test PKI.
#include "sim/console.hpp"
#include "sim/program.hpp"

#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>

#include <CLI/CLI.hpp>

namespace {

/// In a build tree the data is beside the program, else it is installed.
std::string default_data_directory() {
    std::error_code error;
    const auto beside = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "data";
    return std::filesystem::exists(beside / "personas", error) ? beside.string() : FIVESTAR_SIM_DATA_DIRECTORY;
}

}  // namespace

int main(int count, char** texts) {
    using namespace fivestar::sim;

    CLI::App program{"Simulates identity cards of invented people, signed with test keys."};
    program.name("fivestar-sim");
    std::string data = default_data_directory();
    bool list_personas = false;
    bool list_quirks = false;
    bool list_faults = false;
    bool as_json = false;
    program.add_option("--data", data, "Directory that contains personas/ and pki/")->capture_default_str();
    program.add_flag("--personas", list_personas, "List the personas");
    program.add_flag("--quirks", list_quirks,
                     "List the quirks of chips and the tamperings of documents, with their sources");
    program.add_flag("--faults", list_faults, "List the faults of a SAM_V module and its line");
    program.add_flag("--json", as_json, "Print JSON (with --personas)");
    program.require_subcommand(0, 1);

    CardArguments card;
    CLI::App* card_command = program.add_subcommand("card",
                                                    "Serve a card in a virtual reader; reads 'remove', 'insert', "
                                                    "'speak' and 'quit' from standard input");
    card_command->fallthrough();
    card_command->add_option("--persona", card.persona, "Persona of the card")->required();
    card_command->add_option("--vpcd", card.address, "Address of the virtual reader, HOST:PORT")->capture_default_str();
    card_command->add_option("--quirk", card.quirk,
                             "NAME, NAME@N (only the N-th command) or NAME@N- (from the N-th command on)");

    CardArguments impostor;
    CLI::App* impostor_command = program.add_subcommand("sam-impostor",
                                                        "Serve a smart card that imitates a reader with a SAM_V "
                                                        "module, which no program may trust");
    impostor_command->fallthrough();
    impostor_command->add_option("--persona", impostor.persona, "Persona of sam/")->required();
    impostor_command->add_option("--vpcd", impostor.address, "Address of the virtual reader, HOST:PORT")
        ->capture_default_str();

    SamArguments sam;
    CLI::App* sam_command =
        program.add_subcommand("sam",
                               "Serve a SAM_V module on a pseudo-terminal; reads 'present', 'lift', "
                               "'persona NAME', 'fault NAME', 'fault none', 'unplug', 'plug' and "
                               "'quit' from standard input");
    sam_command->fallthrough();
    sam_command->add_option("--persona", sam.persona, "Persona of sam/")->required();
    sam_command->add_option("--device", sam.device, "Path of the link to the pseudo-terminal")->required();
    sam_command->add_option("--baud", sam.rate, "Rate in bit/s")
        ->capture_default_str()
        ->check(CLI::IsMember({115'200, 57'600, 38'400, 19'200, 9'600}));
    sam_command->add_option("--fault", sam.faults,
                            "NAME, NAME@N (only the N-th command), NAME@COMMAND or NAME@COMMAND:N");
    sam_command->add_flag("--lifted", sam.lifted, "Start without a card on the module");

    std::string out;
    CLI::App* pki_command =
        program.add_subcommand("pki", "Write the CSCA certificates and revocation lists of the test PKI");
    pki_command->fallthrough();
    pki_command->add_option("--out", out, "Output directory")->required();

    try {
        program.parse(count, texts);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : usage_error;
    }
    if (card_command->parsed()) return run_card(data, card);
    if (impostor_command->parsed()) return run_sam_impostor(data, impostor.persona, impostor.address);
    if (sam_command->parsed()) return run_sam(data, sam);
    if (pki_command->parsed()) return write_pki(data, out);
    if (list_personas) return print_personas(data, as_json);
    if (list_quirks) return print_quirks();
    if (list_faults) return print_faults();
    std::cerr << program.help();
    return usage_error;
}
