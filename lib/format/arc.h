/*
 * ZIP archives as a list of members that are read as streams (libzip,
 * and ISA-L where it was built with it).
 *
 * Names are the bytes in the archive's directory, whatever its flags say,
 * taken as UTF-8 and Unicode-composed: `e` + U+0300 becomes `è`
 * (france_competence.md 2.1). Composed are the letters that occur in French
 * and its neighbours: grave, acute, circumflex, tilde and diaeresis on vowels,
 * y, n and c, and the cedilla; any other sequence stays as it is.
 *
 * Messages name neither the archive nor the member: the caller does.
 */
#ifndef ARC_H
#define ARC_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "base/err.h"

struct arc;
struct arc_member;

/* Opens path; NULL and e->msg on failure (no such file, empty, no ZIP). */
struct arc *arc_open(const char *path, struct err *e);
/* The same for an open file, which is taken. */
struct arc *arc_open_file(FILE *f, struct err *e);
/* The same for an archive that is member i of another: it is unpacked to a file
 * without name in dir, which goes with arc_close. More than ARC_INNER_MAX bytes
 * are refused. */
#define ARC_INNER_MAX ((uint64_t)1 << 30)
struct arc *arc_open_inner(
    struct arc *a, size_t i, const char *dir, struct err *e);
void arc_close(struct arc *a); /* a may be NULL */

size_t arc_count(const struct arc *a);
/* Name and unpacked size of member i (archive order); the name holds until
 * arc_close. */
const char *arc_name(struct arc *a, size_t i);
uint64_t arc_size(struct arc *a, size_t i);
/* A name that must not be used as a path: absolute, "..", backslash, control
 * bytes, or empty. */
bool arc_name_unsafe(const char *name);

/* Opens member i; NULL and e->msg on failure: encrypted, unknown method, or
 * announced larger than 10 MiB and 1000 times its packed size (zip bombs). */
struct arc_member *arc_member_open(struct arc *a, size_t i, struct err *e);
/* Up to n bytes; 0 at the end, -1 and e->msg on corrupt data, a wrong CRC, or
 * when the member unpacks to more or less than its directory entry says. Read
 * up to the end: the CRC is known there only. */
ssize_t arc_member_read(struct arc_member *m, void *p, size_t n, struct err *e);
void arc_member_close(struct arc_member *m); /* m may be NULL */

#endif
