// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/configuration.hpp"

#include "configuration/configuration_file.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <sys/un.h>
#include <utility>

namespace fivestar::browser {
namespace {

using configuration::ConfigurationError;
using configuration::Section;

LocalService read_service(Section& section) {
    LocalService service;
    const auto form = vendor_form_names.find(section.text("form").value_or(""));
    if (!form) section.fault("form", "must be \"zkidronline\", \"est\" or \"cvr\"");
    service.form = form.value_or(VendorForm::zkidronline);
    unsigned port = default_port(service.form);
    section.number("port", port, 1024, 65535);
    service.port = static_cast<std::uint16_t>(port);
    return service;
}

std::expected<LocalhostConfiguration, ConfigurationError> parse(
    std::span<const configuration::ConfigurationText> texts) {
    LocalhostConfiguration all;
    auto fault = configuration::read_configuration(texts, [&all](Section& root) {
        root.section("socket", [&all](Section& section) {
            section.path("path", all.socket);
            if (all.socket.native().size() >= sizeof(sockaddr_un::sun_path))
                section.fault("path", "is too long for a Unix socket");
        });
        root.sections("service", vendor_form_names.count, [&all](Section& section) {
            const LocalService service = read_service(section);
            if (std::ranges::find(all.services, service.form, &LocalService::form) != all.services.end())
                section.fault("form", "is used twice");
            if (std::ranges::find(all.services, service.port, &LocalService::port) != all.services.end())
                section.fault("port", "is used twice");
            all.services.push_back(service);
        });
    });
    if (fault) return std::unexpected{*std::move(fault)};
    return all;
}

}  // namespace

std::expected<LocalhostConfiguration, ConfigurationError> parse_localhost_configuration(std::string_view text,
                                                                                        std::string_view file) {
    const configuration::ConfigurationText one{std::string{file}, std::string{text}};
    return parse({&one, 1});
}

std::expected<LocalhostConfiguration, ConfigurationError> load_localhost_configuration(
    const std::filesystem::path& file) {
    const auto texts = configuration::texts_of_configuration(file, file == default_localhost_file);
    if (!texts) return std::unexpected{texts.error()};
    return parse(*texts);
}

}  // namespace fivestar::browser
