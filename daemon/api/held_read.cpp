// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/held_read.hpp"

namespace fivestar::daemon {

void note_read(AuditFacts& audit, const ReadLabel& label) {
    audit.reader = label.reader;
    audit.card = label.card;
    audit.reads.push_back(label.id);
}

std::shared_ptr<const FinishedRead> held_read(const ReadStore& store, Request& request, std::string_view id) {
    auto read = store.find(request.caller.client, id);
    if (read == nullptr || !request.grants().allows_reader(read->label.reader, read->label.reader_name)) return nullptr;
    // The grants may have changed since the read.
    const identity::Document& document = read->outcome.record.document;
    if (!request.grants().allows_document(identity::to_string(document.type),
                                          document.edition.value_or(std::string{}))) {
        return nullptr;
    }
    note_read(request.audit, read->label);
    return read;
}

}  // namespace fivestar::daemon
