/* SPDX-License-Identifier: Apache-2.0 */

#include "net/tickets.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <string.h>

/* What the callback answers, by SSL_CTX_set_tlsext_ticket_key_evp_cb(3). */
enum ticket_answer { TICKET_FAILED = -1, TICKET_NONE = 0, TICKET_GOOD = 1, TICKET_OLD = 2 };

static bool set_up(const struct ticket_key *key, unsigned char *iv, EVP_CIPHER_CTX *cipher,
                   EVP_MAC_CTX *mac, bool is_making)
{
    char digest[] = "SHA256";
    unsigned char secret[TICKET_SECRET_BYTES];
    OSSL_PARAM params[3];

    memcpy(secret, key->mac, sizeof secret);
    params[0] =
        OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, secret, sizeof secret);
    params[1] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0);
    params[2] = OSSL_PARAM_construct_end();
    bool is_good = EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), NULL, key->cipher, iv,
                                     is_making) == 1 &&
                   EVP_MAC_CTX_set_params(mac, params) == 1;

    OPENSSL_cleanse(secret, sizeof secret);
    return is_good;
}

static int make(const struct ticket_keys *keys, uint64_t n_made, unsigned char *name,
                unsigned char *iv, EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac)
{
    const struct ticket_key *key = &keys->keys[(n_made - 1) % 2];

    if (RAND_bytes(iv, EVP_CIPHER_get_iv_length(EVP_aes_256_cbc())) != 1)
        return TICKET_FAILED;
    memcpy(name, key->name, TICKET_NAME_BYTES);
    return set_up(key, iv, cipher, mac, true) ? TICKET_GOOD : TICKET_FAILED;
}

static int take(const struct ticket_keys *keys, uint64_t n_made, const unsigned char *name,
                unsigned char *iv, EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac)
{
    for (uint64_t age = 0; age < 2 && age < n_made; age++) {
        const struct ticket_key *key = &keys->keys[(n_made - 1 - age) % 2];

        if (CRYPTO_memcmp(name, key->name, TICKET_NAME_BYTES) != 0)
            continue;
        if (!set_up(key, iv, cipher, mac, false))
            return TICKET_FAILED;
        return age == 0 ? TICKET_GOOD : TICKET_OLD; /* The client is given a new one. */
    }
    return TICKET_NONE;
}

static int on_ticket(SSL *ssl, unsigned char *name, unsigned char *iv,
                     EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac, int is_making)
{
    const struct ticket_keys *keys = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    uint64_t n_made = atomic_load_explicit(&keys->n_made, memory_order_acquire);

    if (n_made == 0)
        return TICKET_NONE;
    return is_making ? make(keys, n_made, name, iv, cipher, mac)
                     : take(keys, n_made, name, iv, cipher, mac);
}

void tickets_use(struct ssl_ctx_st *ctx, const struct ticket_keys *keys)
{
    /* OpenSSL hands it back without const; it is only read. */
    union {
        const struct ticket_keys *kept;
        void *handed;
    } pointer = {keys};

    (void)SSL_CTX_set_app_data(ctx, pointer.handed);
    (void)SSL_CTX_set_tlsext_ticket_key_evp_cb(ctx, on_ticket);
}
