#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "export/xlsx/whole.h"
#include "format/arc.h"

static const char ending[] = "</worksheet>";
#define ENDING (sizeof(ending) - 1)

void
whole_note(struct whole *w, const char *path, FILE *rows)
{
	off_t size = -1;

	if (!fflush(rows) && !ferror(rows))
		size = ftello(rows);
	if (size < 0)
		die("%s: cannot write a temporary file:", path);
	w->size = xroom(w->size, w->n, &w->cap, sizeof(*w->size));
	w->size[w->n++] = (uint64_t)size;
}

/* Reads a member to its end: true if it ends as a sheet does. */
static bool
ends_well(struct arc_member *m, struct err *e)
{
	char text[8192 + ENDING] = { 0 };
	ssize_t n;

	/* The last bytes of what was read stand in front of what comes. */
	while ((n = arc_member_read(
		    m, text + ENDING, sizeof(text) - ENDING, e)) > 0)
		memmove(text, text + n, ENDING);
	return !n && !memcmp(text, ending, ENDING);
}

static bool
is_whole(struct arc *a, size_t i, uint64_t size, struct err *e)
{
	struct arc_member *m;
	bool whole;

	if (arc_size(a, i) < size)
		return false;
	m = arc_member_open(a, i, e);
	whole = m && ends_well(m, e);
	arc_member_close(m);
	return whole;
}

static size_t
find_part(struct arc *a, const char *name)
{
	size_t i = 0;

	while (i < arc_count(a) && strcmp(arc_name(a, i), name))
		i++;
	return i;
}

void
whole_check(struct whole *w, const char *path, const char *tmp)
{
	struct err e = { "" };
	struct arc *a = arc_open(tmp, &e);

	for (size_t i = 0; i < w->n; i++) {
		char *name = xasprintf("xl/worksheets/sheet%zu.xml", i + 1);
		size_t member = a ? find_part(a, name) : 0;

		if (!a || member == arc_count(a) ||
		    !is_whole(a, member, w->size[i], &e))
			die("%s: cannot write: sheet %zu is not whole%s%s: is "
			    "the disk or TMPDIR full?",
			    path, i + 1, *e.msg ? ": " : "", e.msg);
		free(name);
	}
	arc_close(a);
	free(w->size);
}
