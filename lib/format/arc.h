/*
 * ZIP archives as a list of members that are read as streams (libzip,
 * and ISA-L where it was built with it).
 *
 * Names are those under which people see the members (names.h): composed UTF-8,
 * with slashes, whatever encoding and form the archive has them in.
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
/* Like arc_open for the open file f, which now belongs to the archive. */
struct arc *arc_open_file(FILE *f, struct err *e);
/* Like arc_open for member i of the archive a: unpacks it to an unnamed file in
 * dir, which disappears with arc_close. More than ARC_INNER_MAX bytes are
 * refused. */
#define ARC_INNER_MAX ((uint64_t)1 << 30)
struct arc *arc_open_inner(
    struct arc *a, size_t i, const char *dir, struct err *e);
void arc_close(struct arc *a); /* a may be NULL */

size_t arc_count(const struct arc *a);
/* Name and unpacked size of member i (archive order); the name is valid until
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
