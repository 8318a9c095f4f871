#include <stdlib.h>
#include <string.h>

#include "xlsx/sheet_part.h"
#include "xml/sax.h"

#define SHEETS_MAX 65536

static int
add_sheet(struct sheet_list *l, const struct sax_tag *tag, struct err *e)
{
	struct str name = sax_attr(tag, "name"), id = sax_rel_id(tag);
	struct sheet_entry s;

	if (l->n == SHEETS_MAX)
		return err_set(e, "more than %d sheets", SHEETS_MAX);
	s.name = xstrndup(name.p ? name.p : "", name.n);
	s.name[sheet_unescape(s.name, name.n)] = '\0';
	s.id = id.p ? xstrndup(id.p, id.n) : NULL;
	l->entry = xrealloc2(l->entry, l->n + 1, sizeof(*l->entry));
	l->entry[l->n++] = s;
	return 0;
}

static int
on_start(void *ctx, const struct sax_tag *tag, struct err *e)
{
	struct sheet_list *l = ctx;

	if (SAX_IS(tag->name, "workbook")) {
		l->is_workbook = true;
	} else if (SAX_IS(tag->name, "workbookPr")) {
		l->date1904 = sax_bool(sax_attr(tag, "date1904"), false);
		l->leap1900 =
		    sax_bool(sax_attr(tag, "dateCompatibility"), true);
	} else if (SAX_IS(tag->name, "sheet")) {
		return add_sheet(l, tag, e);
	}
	return 0;
}

int
sheet_read_workbook(
    struct arc *a, size_t member, struct sheet_list *l, struct err *e)
{
	struct sax_handler h = { on_start, NULL, NULL, l };

	*l = (struct sheet_list){ .leap1900 = true };
	return sax_read(a, member, &h, e);
}

void
sheet_free_list(struct sheet_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->entry[i].name);
		free(l->entry[i].id);
	}
	free(l->entry);
}
