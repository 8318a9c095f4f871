#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/err.h"
#include "base/out.h"
#include "export/xlsx/sheet_rows.h"
#include "export/xlsx/whole.h"
#include "export/xlsx/xlsx.h"

struct xlsx {
	const char *path;
	char *tmp;
	int fd; /* the lock of tmp */
	lxw_workbook *book;
	struct sheet_formats formats;
	struct whole whole;
};

static lxw_format *
format_new(lxw_workbook *book)
{
	lxw_format *f = workbook_add_format(book);

	if (!f)
		die("out of memory");
	return f;
}

static void
add_formats(struct xlsx *x)
{
	x->formats.bold = format_new(x->book);
	format_set_bold(x->formats.bold);
	x->formats.date = format_new(x->book);
	format_set_num_format(x->formats.date, "yyyy-mm-dd");
	x->formats.instant = format_new(x->book);
	format_set_num_format(x->formats.instant, "yyyy-mm-dd hh:mm:ss");
}

struct xlsx *
xlsx_create(const char *path)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	lxw_doc_properties dated = { .created = (time_t)(day_now() / 1000) };
	struct xlsx *x = xcalloc(1, sizeof(*x));

	if (out_is_special(path))
		die("%s: not a regular file", path);
	x->path = path;
	x->tmp = xasprintf("%s.tmp", path);
	x->fd = tmp_open(x->tmp);
	x->book = workbook_new_opt(x->tmp, &options);
	if (!x->book)
		die("out of memory");
	workbook_set_properties(x->book, &dated);
	add_formats(x);
	return x;
}

/* The library prints on standard error what it also returns: between quiet and
 * loud nothing is printed, and errno stays. */
static int
quiet(void)
{
	int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	dup2(null, STDERR_FILENO);
	close(null);
	errno = 0;
	return saved;
}

static void
loud(int saved)
{
	int why = errno;

	dup2(saved, STDERR_FILENO);
	close(saved);
	errno = why;
}

#define NAME_CHARACTERS 31

/* The name of the sheet of a table: as much of the table's as Excel takes. */
static char *
sheet_name(const char *table)
{
	const char *end = table;

	for (int n = 0; *end && n < NAME_CHARACTERS; n++)
		do
			end++;
		while ((*end & 0xC0) == 0x80);
	return xstrndup(table, (size_t)(end - table));
}

static lxw_worksheet *
sheet_new(struct xlsx *x, const char *table)
{
	char *name = sheet_name(table);
	lxw_error wrong = workbook_validate_sheet_name(x->book, name);
	lxw_worksheet *sheet;
	int saved;

	if (wrong)
		die("%s: sheet '%s': %s", x->path, name, lxw_strerror(wrong));
	saved = quiet();
	sheet = workbook_add_worksheet(x->book, name);
	loud(saved);
	if (!sheet)
		die("%s: cannot write a temporary file:", x->path);
	free(name);
	return sheet;
}

long long
xlsx_add(struct xlsx *x, struct db *d, struct flat_reader *r)
{
	lxw_worksheet *sheet = sheet_new(x, r->t->name);
	long long rows = sheet_put_rows(sheet, &x->formats, d, r);

	whole_note(&x->whole, x->path, sheet->optimize_tmpfile);
	return rows;
}

bool
xlsx_publish(struct xlsx *x)
{
	bool changed;
	lxw_error rc;
	int saved = quiet();

	rc = workbook_close(x->book);
	loud(saved);
	if (rc)
		die("%s: cannot write: %s: %s", x->path, lxw_strerror(rc),
		    strerror(errno));
	whole_check(&x->whole, x->path, x->tmp);
	changed = tmp_publish(x->fd, x->tmp, x->path);
	free(x->tmp);
	free(x);
	return changed;
}
