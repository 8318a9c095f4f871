#include <stdlib.h>

#include "base/err.h"
#include "base/in.h"
#include "reference/reference.h"
#include "suite/share.h"

/* Cuts a line into its cells, which are the caller's; returns their number,
 * REFERENCE_CELLS for more of them. */
static int
cut(struct str line, char *cell[REFERENCE_CELLS])
{
	int n = 0;

	while (n < REFERENCE_CELLS) {
		const char *tab = memchr(line.p, '\t', line.n);
		size_t len = tab ? (size_t)(tab - line.p) : line.n;

		cell[n++] = xstrndup(line.p, len);
		if (!tab)
			break;
		line.p += len + 1;
		line.n -= len + 1;
	}
	return n;
}

void
reference_read(
    struct reference *r, const char *dir, const char *name, int cells)
{
	char *path = share_path(dir, name);
	struct str line;
	struct in in;

	in_open(&in, path);
	while (in_line(&in, &line)) {
		int n;

		if (line.p[0] == '#')
			continue;
		r->row = xroom(r->row, r->n, &r->cap, sizeof(*r->row));
		memset(r->row[r->n], 0, sizeof(*r->row));
		n = cut(line, r->row[r->n++]);
		if (n != cells)
			die("%s: line %zu: %d cells instead of %d", path,
			    in.line, n, cells);
	}
	in_close(&in);
	free(path);
}

char *const *
reference_find(const struct reference *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->row[i][0], name))
			return r->row[i];
	return NULL;
}

void
reference_free(struct reference *r)
{
	for (size_t i = 0; i < r->n; i++)
		for (int k = 0; k < REFERENCE_CELLS; k++)
			free(r->row[i][k]);
	free(r->row);
}
