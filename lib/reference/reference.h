/*
 * The small tables of data/ref and pipelines, which a tool finds wherever it is
 * installed: a row per line, its cells between tabs, the first one its name.
 * Empty lines and those that begin with '#' are comments.
 */
#ifndef REFERENCE_H
#define REFERENCE_H

#include <stddef.h>

#define REFERENCE_CELLS 10

struct reference {
	char *(*row)[REFERENCE_CELLS];
	size_t n, cap;
};

/* Reads DIR/NAME (share_path), whose rows have that many cells, REFERENCE_CELLS
 * at most. Ends the program, naming file and line, if a row has another number.
 */
void reference_read(
    struct reference *r, const char *dir, const char *name, int cells);
/* The row of a name, or NULL. */
char *const *reference_find(const struct reference *r, const char *name);
void reference_free(struct reference *r);

#endif
