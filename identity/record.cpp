// SPDX-License-Identifier: Apache-2.0
#include "identity/record.hpp"

namespace fivestar::identity {

std::string_view to_string(DocumentType type) {
    switch (type) {
        case DocumentType::resident_id_card:
            return "resident_id_card";
        case DocumentType::hmt_residence_permit:
            return "hmt_residence_permit";
        case DocumentType::permanent_resident_card:
            return "permanent_resident_card";
        case DocumentType::passport:
            return "passport";
        case DocumentType::identity_card:
            return "identity_card";
        case DocumentType::residence_permit:
            return "residence_permit";
        case DocumentType::visa:
            return "visa";
        case DocumentType::other:
            return "other";
    }
    return "other";
}

}  // namespace fivestar::identity
