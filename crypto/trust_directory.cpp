#include "crypto/trust_directory.hpp"

#include "crypto/pem.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace fivestar::crypto {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_trust_file_size = max_revocation_list_size;
constexpr std::string_view pem_mark = "-----BEGIN ";

class FileDescriptor {
  public:
    explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    [[nodiscard]] int get() const { return descriptor_; }

  private:
    int descriptor_;
};

/// The octets of a regular file. Opened without blocking, for a name may lead to a pipe.
std::expected<Bytes, std::string_view> read_file(const fs::path& path) {
    const FileDescriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
    struct stat status{};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return std::unexpected{"io_failure"};
    if (!S_ISREG(status.st_mode)) return std::unexpected{"not_a_file"};
    if (std::cmp_greater(status.st_size, max_trust_file_size)) return std::unexpected{"limit_exceeded"};
    Bytes content;
    Bytes part(65536);
    while (content.size() <= max_trust_file_size) {
        const ssize_t got = ::read(file.get(), part.data(), part.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::unexpected{"io_failure"};
        if (got == 0) return content;
        append(content, ByteView{part}.first(static_cast<std::size_t>(got)));
    }
    return std::unexpected{"limit_exceeded"};
}

/// The names in a directory, in their order; hidden ones are not there.
Result<std::vector<fs::path>> names_in(const fs::path& directory) {
    std::error_code error;
    std::vector<fs::path> names;
    for (fs::directory_iterator entry{directory, error}; !error && entry != fs::directory_iterator{};
         entry.increment(error)) {
        fs::path name = entry->path().filename();
        if (name.native().starts_with('.')) continue;
        if (names.size() == max_trust_files) return fail(ErrorCode::limit_exceeded);
        names.push_back(std::move(name));
    }
    if (error) return fail(ErrorCode::io_failure);
    std::ranges::sort(names);
    return names;
}

/// Why something does not count; empty if it does.
using Add = std::function<std::string_view(ByteView der)>;

/// Hands every object of the file to `add`, and notes what it says.
void add_file(const fs::path& directory, const fs::path& name, std::span<const std::string_view> labels, const Add& add,
              std::vector<SkippedFile>& skipped) {
    const auto skip = [&](std::string_view reason) { skipped.emplace_back(name.string(), reason); };
    const auto note = [&](std::string_view reason) {
        if (!reason.empty()) skip(reason);
    };
    const auto content = read_file(directory / name);
    if (!content) return skip(content.error());
    const std::string_view text = as_text(*content);
    if (text.find(pem_mark) == std::string_view::npos || text.starts_with('\x30')) return note(add(*content));
    const auto blocks = pem_blocks(text);
    if (!blocks) return skip(to_string(blocks.error().code));
    bool any = false;
    for (const PemBlock& block : *blocks) {
        if (std::ranges::find(labels, block.label) == labels.end()) continue;
        any = true;
        note(block.content ? add(*block.content) : to_string(block.content.error().code));
    }
    if (!any) skip("malformed");
}

Result<void> add_directory(const fs::path& directory, std::span<const std::string_view> labels, const Add& add,
                           std::vector<SkippedFile>& skipped) {
    const auto names = names_in(directory);
    if (!names) return std::unexpected{names.error()};
    for (const fs::path& name : *names) add_file(directory, name, labels, add, skipped);
    return {};
}

constexpr std::array<std::string_view, 2> certificate_labels{"CERTIFICATE", "X509 CERTIFICATE"};
constexpr std::array<std::string_view, 1> list_labels{"X509 CRL"};

}  // namespace

Result<LoadedTrust> load_trust(const fs::path& csca_directory, const fs::path& crl_directory, WallTime now) {
    const auto store = std::make_shared<TrustStore>();
    LoadedTrust loaded{store, 0, {}, now};
    const auto anchors = add_directory(
        csca_directory, certificate_labels,
        [&](ByteView der) {
            auto certificate = Certificate::parse(der);
            return certificate ? store->add_anchor(std::move(*certificate)).reason
                               : to_string(certificate.error().code);
        },
        loaded.skipped);
    if (!anchors) return std::unexpected{anchors.error()};
    loaded.anchors = store->anchors().size();
    std::error_code error;
    const bool no_lists = crl_directory.empty() || fs::status(crl_directory, error).type() == fs::file_type::not_found;
    if (no_lists) return loaded;
    const auto lists = add_directory(
        crl_directory, list_labels,
        [&](ByteView der) {
            auto list = RevocationList::parse(der);
            return list ? store->add_revocation_list(std::move(*list)).reason : to_string(list.error().code);
        },
        loaded.skipped);
    if (!lists) return std::unexpected{lists.error()};
    return loaded;
}

}  // namespace fivestar::crypto
