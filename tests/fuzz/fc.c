/* A line, the name of a file or archive of France Compétences; then the cells
 * of one of its rows, each up to a NUL, empty ones being null. */
#include "apprentissage/france_competence/fc_archive.h"
#include "fuzz.h"
#include "json/js.h"

static void
check_row(const struct fc_part *p, struct str rest)
{
	struct str cell[FC_COLUMNS_MAX + 1] = { 0 };
	struct buf b = { 0 };
	struct err e;

	for (size_t i = 0; i < fc_part_columns(p) && rest.n; i++) {
		cell[i] = fuzz_cut(&rest, '\0');
		if (!cell[i].n)
			cell[i].p = NULL;
	}
	if (!fc_part_check(p, cell, &e)) {
		fc_part_put(p, cell, &b);
		fuzz_must(js_of(buf_view(&b)).type == JS_OBJECT);
	}
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = fuzz_text(data, n), rest = text;
	struct str line = fuzz_cut(&rest, '\n');
	char *name = xstrndup(line.p, line.n);
	const struct fc_part *p = fc_part_of(name);
	msec date = fc_archive_date(name);

	fuzz_must(!p || date == DAY_NULL);
	if (p)
		check_row(p, rest);
	free(name);
	return 0;
}
