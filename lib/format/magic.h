/*
 * What a file is that is not what it should be: by its first bytes.
 */
#ifndef MAGIC_H
#define MAGIC_H

#include <stddef.h>

#define MAGIC_ZIP "a ZIP archive"
#define MAGIC_BYTES 512 /* as many as magic_name wants to see */

/* The name of the compressed or binary format, or of the markup, that begins
 * with p[0..n): "a gzip file", "a page of HTML"; NULL if it is none that is
 * known. */
const char *magic_name(const char *p, size_t n);

/* Like magic_name for the beginning of a file; NULL too if it cannot be
 * read. */
const char *magic_of_file(const char *path);

#endif
