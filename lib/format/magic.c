#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "format/magic.h"

#define MAGIC(literal) literal, sizeof(literal) - 1

static const struct {
	const char *bytes;
	size_t n;
	const char *name;
} magics[] = {
	{ MAGIC("\x1F\x8B"), "a gzip file" },
	{ MAGIC("PK\3\4"), MAGIC_ZIP },
	{ MAGIC("PK\5\6"), MAGIC_ZIP },
	{ MAGIC("BZh"), "a bzip2 file" },
	{ MAGIC("\xFD"
		"7zXZ"),
	    "an xz file" },
	{ MAGIC("\x28\xB5\x2F\xFD"), "a zstd file" },
	{ MAGIC("\x04\x22\x4D\x18"), "an lz4 file" },
	{ MAGIC("7z\xBC\xAF\x27\x1C"), "a 7z archive" },
	{ MAGIC("Rar!\x1A\x07"), "a RAR archive" },
	{ MAGIC("%PDF-"), "a PDF document" },
	{ MAGIC("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
	    "an old (.xls) or an encrypted workbook" },
	{ MAGIC("SQLite format 3"), "an SQLite database" },
	{ MAGIC("PAR1"), "a Parquet file" },
	{ MAGIC("\x89PNG"), "a PNG image" },
	{ MAGIC("\xFF\xD8\xFF"), "a JPEG image" },
	{ MAGIC("GIF8"), "a GIF image" },
	{ MAGIC("\x7F"
		"ELF"),
	    "a program" },
};

/* A page that begins with its doctype or root element, after a byte order mark
 * and white space. */
static bool
is_html(const char *p, size_t n)
{
	static const char *const begins[] = { "<!doctype html", "<html" };

	if (n >= 3 && !memcmp(p, "\xEF\xBB\xBF", 3)) {
		p += 3;
		n -= 3;
	}
	while (n && memchr(" \t\r\n", *p, 4)) {
		p++;
		n--;
	}
	for (size_t i = 0; i < 2; i++) {
		size_t m = strlen(begins[i]);

		if (n >= m && !strncasecmp(p, begins[i], m))
			return true;
	}
	return false;
}

const char *
magic_name(const char *p, size_t n)
{
	for (size_t i = 0; i < sizeof(magics) / sizeof(*magics); i++)
		if (n >= magics[i].n &&
		    !memcmp(p, magics[i].bytes, magics[i].n))
			return magics[i].name;
	return is_html(p, n) ? "a page of HTML" : NULL;
}

const char *
magic_of_file(const char *path)
{
	FILE *f = fopen(path, "re");
	char bytes[MAGIC_BYTES];
	size_t n;

	if (!f)
		return NULL;
	n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	return magic_name(bytes, n);
}
