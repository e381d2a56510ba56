// SPDX-License-Identifier: Apache-2.0
// A daemon with scripted answers, and a configuration of the library that names its socket.
#pragma once

#include "tests/client/fake_server.hpp"
#include "tests/support/temporary_directory.hpp"

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace fivestar::test {

inline const std::string base64_text = std::string(340, 'A') + "AA==";       // 256 zeros
inline const std::string base64_portrait = std::string(1364, 'A') + "AA==";  // 1,024 zeros

/// Two readers: a plain one, and one with a module and this card; no card if it is empty.
inline std::string readers_with(const std::string& card) {
    const std::string shown =
        card.empty() ? R"("empty")" : R"("card","card":{"id":")" + card + R"(","kind":"cn_id_sam","access_keys":[]})";
    return R"({"readers":[{"id":"plain","name":"P","interface":"contactless","state":"empty"},)"
           R"({"id":"desk","name":"D","interface":"sam","sam_id":"05.03-20150101-0001234567-0123456789","state":)" +
           shown + "}]}";
}

inline const std::string good_read = R"({"record":{"raw":{"cn_text":")" + base64_text + R"("},"module":{"portrait":")" +
                                     base64_portrait +
                                     R"(","addresses":"","management":null}},"verification":{"sam_id":null}})";

/// Answers each POST /v1/read with the next of `reads`, and GET /v1/readers with `readers`.
class ScriptedDaemon {
  public:
    struct Answer {
        int status;
        std::string body;
    };

    explicit ScriptedDaemon(std::vector<Answer> reads, std::string readers = readers_with("c1"))
        : server_{{[reads = std::move(reads), readers = std::move(readers)](FakeServer::Peer& peer) {
              std::size_t next = 0;
              for (std::string request = peer.read_request(); !request.empty(); request = peer.read_request()) {
                  if (request.starts_with("GET ")) {
                      peer.write(http_answer(200, "application/json", readers));
                  } else if (next < reads.size()) {
                      peer.write(http_answer(reads[next].status, "application/json", reads[next].body));
                      ++next;
                  }
              }
          }}} {
        const std::string file = directory_.path() / "compat.toml";
        std::ofstream{file} << "socket = \"" << server_.path() << "\"\n";
        ::setenv("FIVESTAR_COMPAT_CONFIG", file.c_str(), 1);
    }

    [[nodiscard]] std::vector<std::string> requests() const { return server_.requests(); }

  private:
    TemporaryDirectory directory_;
    FakeServer server_;
};

inline ScriptedDaemon::Answer problem(int status, const std::string& code, const std::string& more = "") {
    return {status, R"({"code":")" + code + "\"" + more + "}"};
}

}  // namespace fivestar::test
