// SPDX-License-Identifier: Apache-2.0
#include "tests/interop/openpace.hpp"

#include "crypto/tlv/writer.hpp"

#include <algorithm>
#include <eac/ca.h>
#include <eac/eac.h>
#include <eac/pace.h>
#include <eac/ta.h>
#include <memory>
#include <stdexcept>
#include <string>

#include <openssl/objects.h>

namespace fivestar::interop {
namespace {

struct Free {
    void operator()(BUF_MEM* buffer) const { BUF_MEM_clear_free(buffer); }
    void operator()(EAC_CTX* context) const { EAC_CTX_clear_free(context); }
    void operator()(PACE_SEC* secret) const { PACE_SEC_clear_free(secret); }
    void operator()(ASN1_OBJECT* object) const { ASN1_OBJECT_free(object); }
};
using Buffer = std::unique_ptr<BUF_MEM, Free>;

void require(bool holds, const char* what) {
    if (!holds) throw std::runtime_error{std::string{"OpenPACE: "} + what};
}

Buffer buffer(ByteView octets) {
    Buffer made{BUF_MEM_new()};
    require(made && BUF_MEM_grow(made.get(), octets.size()) == octets.size(), "no memory");
    std::ranges::copy(octets, made->data);
    return made;
}

Bytes taken(BUF_MEM* made, const char* what) {
    const Buffer owner{made};
    require(owner != nullptr, what);
    const ByteView octets = as_bytes({owner->data, owner->length});
    return copy(octets);
}

/// The library's number of the protocol with this object identifier.
int protocol_number(ByteView oid) {
    const Bytes encoded = tlv::encode(0x06, oid);
    const std::uint8_t* at = encoded.data();
    const std::unique_ptr<ASN1_OBJECT, Free> object{d2i_ASN1_OBJECT(nullptr, &at, static_cast<long>(encoded.size()))};
    require(object != nullptr, "object identifier");
    return OBJ_obj2nid(object.get());
}

std::unique_ptr<PACE_SEC, Free> secret(const Password& password) {
    const std::string_view text = as_text(password.octets);
    std::unique_ptr<PACE_SEC, Free> made{
        PACE_SEC_new(text.data(), text.size(), static_cast<s_type>(password.reference))};
    require(made != nullptr, "password");
    return made;
}

EAC_CTX* new_context() {
    static const bool ready = (EAC_init(), true);
    EAC_CTX* const context = ready ? EAC_CTX_new() : nullptr;
    require(context != nullptr, "context");
    return context;
}

}  // namespace

struct OpenPace::State {
    std::unique_ptr<EAC_CTX, Free> context{new_context()};
    const KA_CTX* agreement = nullptr;  ///< of the last shared secret

    [[nodiscard]] EAC_CTX* get() const { return context.get(); }
};

OpenPace::OpenPace() : state_(std::make_unique<State>()) {}
OpenPace::~OpenPace() = default;

void OpenPace::choose_pace(ByteView protocol, std::uint8_t parameter) {
    require(EAC_CTX_init_pace(state_->get(), protocol_number(protocol), parameter) == 1, "PACE");
}

Bytes OpenPace::encrypted_nonce(const Password& password) {
    return taken(PACE_STEP1_enc_nonce(state_->get(), secret(password).get()), "nonce");
}

void OpenPace::decrypt_nonce(const Password& password, ByteView encrypted) {
    require(PACE_STEP2_dec_nonce(state_->get(), secret(password).get(), buffer(encrypted).get()) == 1, "nonce");
}

Bytes OpenPace::mapping_key() {
    return taken(PACE_STEP3A_generate_mapping_data(state_->get()), "mapping key");
}

void OpenPace::map(ByteView others_mapping_key) {
    require(PACE_STEP3A_map_generator(state_->get(), buffer(others_mapping_key).get()) == 1, "mapping");
}

Bytes OpenPace::ephemeral_key() {
    return taken(PACE_STEP3B_generate_ephemeral_key(state_->get()), "ephemeral key");
}

void OpenPace::agree(ByteView others_key) {
    require(PACE_STEP3B_compute_shared_secret(state_->get(), buffer(others_key).get()) == 1, "agreement");
    state_->agreement = state_->get()->pace_ctx->ka_ctx;
    require(PACE_STEP3C_derive_keys(state_->get()) == 1, "key derivation");
}

Bytes OpenPace::token(ByteView others_key) {
    return taken(PACE_STEP3D_compute_authentication_token(state_->get(), buffer(others_key).get()), "token");
}

bool OpenPace::is_right(ByteView others_token) const {
    return PACE_STEP3D_verify_authentication_token(state_->get(), buffer(others_token).get()) == 1;
}

void OpenPace::start_pace_session() {
    require(EAC_CTX_set_encryption_ctx(state_->get(), EAC_ID_PACE) == 1, "PACE session");
    require(EAC_reset_ssc(state_->get()) == 1, "counter");
}

void OpenPace::choose_chip_authentication(ByteView protocol, std::uint8_t parameter) {
    require(EAC_CTX_init_ca(state_->get(), protocol_number(protocol), parameter) == 1, "chip authentication");
}

void OpenPace::set_static_key(ByteView private_key, ByteView public_key) {
    require(
        CA_set_key(state_->get(), private_key.data(), private_key.size(), public_key.data(), public_key.size()) == 1,
        "static key");
}

Bytes OpenPace::ephemeral_chip_authentication_key() {
    // The library generates the terminal's key in terminal authentication, which signs the hash of the key.
    taken(TA_STEP3_generate_ephemeral_key(state_->get()), "ephemeral key");
    return taken(CA_STEP2_get_eph_pubkey(state_->get()), "ephemeral key");
}

void OpenPace::agree_chip_authentication(ByteView others_key) {
    require(CA_STEP4_compute_shared_secret(state_->get(), buffer(others_key).get()) == 1, "agreement");
    state_->agreement = state_->get()->ca_ctx->ka_ctx;
    // The library implements version 2, which derives the keys with a nonce and compares a token. Version 1 derives the
    // keys without a nonce (BSI TR-03110-3 §A.2.3) and ignores the wrong token.
    require(CA_STEP6_derive_keys(state_->get(), nullptr, buffer(Bytes(8)).get()) == 0, "key derivation");
}

void OpenPace::start_chip_authentication_session() {
    require(EAC_CTX_set_encryption_ctx(state_->get(), EAC_ID_CA) == 1, "chip authentication session");
    require(EAC_reset_ssc(state_->get()) == 1, "counter");
}

bool OpenPace::dropped_zeros(std::size_t full_size) const {
    return state_->agreement->shared_secret->length < full_size;
}

void OpenPace::count() {
    require(EAC_increment_ssc(state_->get()) == 1, "counter");
}

Bytes OpenPace::padded(ByteView octets) const {
    return taken(EAC_add_iso_pad(state_->get(), buffer(octets).get()), "padding");
}

Bytes OpenPace::encrypt(ByteView padded_octets) const {
    return taken(EAC_encrypt(state_->get(), buffer(padded_octets).get()), "encryption");
}

Bytes OpenPace::decrypt(ByteView octets) const {
    const Buffer plain{EAC_decrypt(state_->get(), buffer(octets).get())};
    return taken(EAC_remove_iso_pad(plain.get()), "decryption");
}

Bytes OpenPace::mac(ByteView padded_octets) const {
    return taken(EAC_authenticate(state_->get(), buffer(padded_octets).get()), "MAC");
}

}  // namespace fivestar::interop
