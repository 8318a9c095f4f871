/*
 * The part of SHA-256 that takes the time: blocks mixed into the state. There
 * are two makers of the same answers, plain C and the instructions that newer
 * x86 processors have for it.
 */
#ifndef SHA256_MIX_H
#define SHA256_MIX_H

#include "crypto/sha256.h"

#define SHA256_BLOCK 64

extern const uint32_t sha256_k[SHA256_BLOCK];

/* Mixes so many blocks of 64 bytes from p into the state. */
typedef void sha256_mix(
    uint32_t state[8], const unsigned char *p, size_t blocks);

sha256_mix sha256_mix_plain;

/* The one with the processor's instructions; NULL if it has none. */
sha256_mix *sha256_mix_x86(void);

/* The fastest that this processor can run. */
sha256_mix *sha256_mix_best(void);

#endif
