// SPDX-License-Identifier: Apache-2.0
// The cost of trust: a thousand anchors at start, and passive authentication against the least it could take. Prints
// rows of a table.
#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/base/text.hpp"
#include "crypto/pki/signed_data.hpp"
#include "crypto/pki/trust_directory.hpp"
#include "crypto/primitives/digest.hpp"
#include "crypto/tlv/cursor.hpp"
#include "identity/verification/passive_authentication.hpp"
#include "sim/documents/document.hpp"
#include "sim/documents/persona.hpp"
#include "sim/pki/pki.hpp"
#include "tests/bench/figures.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace {

using namespace fivestar;
using namespace fivestar::bench;
namespace fs = std::filesystem;

constexpr std::size_t anchors = 1000;
constexpr int loads = 30;
constexpr int verifications = 400;
const fs::path data_directory = fs::path{FIVESTAR_SOURCE_DIR} / "sim";

/// Kinds of anchors in the shares of the lists that states publish: RSA, RSA-PSS, explicit EC parameters.
constexpr std::array<std::string_view, 5> kinds{"csca_rsa", "csca_same_name", "csca_pss", "csca_explicit",
                                                "csca_compressed"};

/// Another certificate of the kind: another name and key identifier. Nothing ever checks an anchor's own signature.
Bytes anchor(std::size_t number) {
    Bytes der = test::read_vector_bytes(fmt::format("pki/csca/{}.der", kinds[number % kinds.size()]));
    const std::string mark = fmt::format("{:04}", number);
    for (const std::string_view name : {"CSCA "}) {
        for (auto at = der.begin();;) {
            at = std::search(at, der.end(), name.begin(), name.end());
            if (at == der.end()) break;
            at = std::copy(mark.begin(), mark.end(), at);
        }
    }
    const auto certificate = crypto::Certificate::parse(der);
    const Bytes identifier = certificate.value().subject_key_identifier.value();
    const auto found = std::ranges::search(der, identifier);
    std::copy(mark.begin(), mark.end(), found.begin());
    return der;
}

class Directories {
  public:
    Directories() {
        fs::create_directory(files());
        fs::create_directory(ldif());
        std::ofstream list{ldif() / "anchors.ldif"};
        list << "version: 1\n\n";
        for (std::size_t number = 0; number < anchors; ++number) {
            const Bytes der = anchor(number);
            std::ofstream{files() / fmt::format("{:04}.der", number), std::ios::binary} << as_text(der);
            list << "dn: cn=" << number << "\ncACertificate;binary:: ";
            const std::string base64 = to_base64(der);
            for (std::size_t at = 0; at < base64.size(); at += 75)
                list << (at == 0 ? "" : " ") << base64.substr(at, 75) << '\n';
            list << '\n';
        }
    }
    [[nodiscard]] fs::path files() const { return root_ / "files"; }
    [[nodiscard]] fs::path ldif() const { return root_ / "ldif"; }

  private:
    const test::TemporaryDirectory directory_;
    const fs::path& root_ = directory_.path();
};

void measure_loading(const char* what, const fs::path& directory) {
    std::vector<double> times;
    for (int load = 0; load < loads; ++load) {
        // Anchors are usable before the store that they replace is gone.
        std::optional<crypto::LoadedTrust> trust;
        times.push_back(milliseconds_of([&] {
            const auto loader = crypto::TrustLoader::open({}, {}, {});
            auto loaded = loader->load(directory);
            if (!loaded || loaded->anchors != anchors) throw std::runtime_error{"anchors are missing"};
            trust = std::move(*loaded);
        }));
    }
    fmt::print("| {} anchors, {} | {:.1f} ms (slowest of {}: {:.1f} ms) | within 15 ms |\n", anchors, what,
               median(times), loads, std::ranges::max(times));
}

struct Issued {
    sim::Document document;
    std::vector<identity::DataGroupFile> files;
    std::vector<Bytes> anchors;
};

Issued issue(const char* persona) {
    const auto pki = sim::TestPki::load(data_directory).value();
    Issued issued{
        sim::issue_document(sim::load_persona(data_directory, persona).value(), pki, sim::Tampering::none, nullptr)
            .value(),
        {},
        pki.anchors()};
    for (const Bytes& der : pki.lds_anchors()) issued.anchors.push_back(der);
    for (const auto& [number, octets] : issued.document.data_groups) {
        issued.files.push_back({static_cast<identity::DataGroupNumber>(number), identity::FileState::read, octets});
    }
    return issued;
}

/// One that remembers no signer yet, its keys decoded.
crypto::TrustStore fresh_store(const Issued& issued) {
    crypto::TrustStore store;
    for (const Bytes& der : issued.anchors) store.add_anchor(crypto::Certificate::parse(der).value());
    for (const auto& anchor : store.anchors()) static_cast<void>(anchor->key());
    return store;
}

double time_verification(const Issued& issued, WallTime now) {
    const crypto::TrustStore store = fresh_store(issued);
    return milliseconds_of([&] {
        identity::Verification verification;
        const std::array<const crypto::TrustStore*, 1> stores{&store};
        const auto report =
            identity::verify_sod(identity::parse_sod(issued.document.security_object), stores, now, {}).at(0);
        identity::report_passive_authentication(report, issued.files, "UTO", verification);
        if (report.signature.outcome != Outcome::passed) throw std::runtime_error{"not verified"};
    });
}

/// Decoding, digests and signatures alone.
double time_bare(const Issued& issued) {
    // Of the anchor, which is decoded once for all documents.
    const auto prepared = crypto::SignedData::parse(tlv::Cursor{issued.document.security_object}.next()->value).value();
    const crypto::TrustStore store = fresh_store(issued);
    const auto issuers =
        store.issuers(prepared.certificates[0].issuer, prepared.certificates[0].authority_key_identifier);
    const crypto::PublicKey issuer_key = issuers.front()->key().value();
    return milliseconds_of([&] {
        const auto data = crypto::SignedData::parse(tlv::Cursor{issued.document.security_object}.next()->value).value();
        const crypto::Certificate& certificate = data.certificates[0];
        const crypto::SignerInfo& signer = data.signers[0];
        const auto key = certificate.public_key().value();
        tlv::Cursor cursor{signer.digest_algorithm_der};
        const auto digest = crypto::digest_algorithm(crypto::read_algorithm_identifier(cursor).value()).value();
        for (const auto& file : issued.files) static_cast<void>(crypto::digest(digest, file.octets));
        static_cast<void>(crypto::digest(digest, data.content));
        const auto algorithm = crypto::parse_signature_algorithm(signer.signature_algorithm_der, digest).value();
        if (!key.verify(algorithm, *signer.signed_attributes, signer.signature) ||
            !certificate.verify_signed_by(issuer_key)) {
            throw std::runtime_error{"not verified"};
        }
    });
}

void measure_verification(const char* persona) {
    const Issued issued = issue(persona);
    const WallTime now = std::chrono::system_clock::now();
    std::vector<double> full;
    std::vector<double> bare;
    std::vector<double> ratios;
    for (int pair = -10; pair < verifications; ++pair) {
        const bool full_first = pair % 2 == 0;
        double one = full_first ? time_verification(issued, now) : 0;
        const double other = time_bare(issued);
        if (!full_first) one = time_verification(issued, now);
        if (pair < 0) continue;
        full.push_back(one);
        bare.push_back(other);
        ratios.push_back(one / other);
    }
    fmt::print("| passive authentication, `{}` | {:.3f} ms against {:.3f} ms: ratio {:.3f} | at most 1.2 |\n", persona,
               median(full), median(bare), median(ratios));
}

}  // namespace

int main() {
    try {
        const Directories directories;
        measure_loading("one file each", directories.files());
        measure_loading("one PKD file", directories.ldif());
        for (const char* persona : {"passport", "passport-contact", "five-star-2023", "five-star-2023-sm2"}) {
            measure_verification(persona);
        }
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << "bench_trust: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
