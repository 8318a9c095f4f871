/* Files and archives written a row at a time. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "base/err.h"
#include "base/out.h"
#include "upstream/write/write.h"
#include "json/js.h"

/* 2000-01-01T00:00:00Z; main sets TZ to UTC, in which DOS times are written. */
#define MTIME 946684800

struct reader {
	const struct rows *rows;
	uint64_t next; /* 0: head, then rows from 1, then tail */
	struct buf b, scratch;
	size_t off; /* bytes of b already handed over */
};

static void
put_latin1(struct buf *b, const struct buf *utf8)
{
	const unsigned char *p = (const unsigned char *)utf8->p;
	const unsigned char *end = p + utf8->n;

	while (p < end) {
		unsigned c = *p++;

		if (c >= 0xe0) { /* characters of windows-1252 */
			c = p[1] == 0x99 ? 0x92 : 0x85;
			p += 2;
		} else if (c == 0xc5) {
			c = *p++ == 0x92 ? 0x8c : 0x9c;
		} else if (c >= 0x80) {
			c = (c & 3) << 6 | (*p++ & 0x3f);
		}
		buf_byte(b, (char)c);
	}
}

/* Appends the next row to r->b; false at the end. */
static bool
reader_step(struct reader *r)
{
	struct buf *b = r->rows->charset == LATIN_1 ? &r->scratch : &r->b;
	uint64_t i = r->next++;

	if (i > r->rows->n + 1)
		return false;
	if (!i)
		buf_str(b, r->rows->head ? r->rows->head : "");
	else if (i <= r->rows->n)
		r->rows->put(b, i - 1, r->rows->arg);
	else
		buf_str(b, r->rows->tail ? r->rows->tail : "");
	if (r->rows->charset == LATIN_1) {
		put_latin1(&r->b, b);
		b->n = 0;
	}
	return true;
}

static void
make_parents(char *path)
{
	for (char *p = path + 1; *p; p++)
		if (*p == '/') {
			*p = '\0';
			if (mkdir(path, 0777) < 0 && errno != EEXIST)
				die("make directory %s:", path);
			*p = '/';
		}
}

static char *
path_in(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);

	make_parents(path);
	return path;
}

void
write_rows(const char *dir, const char *name, const struct rows *rows)
{
	char *path = path_in(dir, name);
	struct reader r = { .rows = rows };
	struct out o;

	out_open(&o, path);
	while (reader_step(&r)) {
		buf_add(&o.buf, r.b.p, r.b.n);
		r.b.n = 0;
		out_record(&o);
	}
	if (out_close(&o))
		note("%s", path);
	buf_free(&r.b);
	buf_free(&r.scratch);
	free(path);
}

static zip_int64_t
give_bytes(struct reader *r, void *p, uint64_t n)
{
	if (r->off == r->b.n) {
		r->off = r->b.n = 0;
		while (r->b.n < 1 << 16 && reader_step(r))
			;
	}
	if (n > r->b.n - r->off)
		n = r->b.n - r->off;
	if (n)
		memcpy(p, r->b.p + r->off, n);
	r->off += n;
	return (zip_int64_t)n;
}

static zip_int64_t
on_zip(void *ctx, void *data, zip_uint64_t len, zip_source_cmd_t cmd)
{
	struct reader *r = ctx;

	switch (cmd) {
	case ZIP_SOURCE_OPEN:
		r->next = 0;
		return 0;
	case ZIP_SOURCE_READ:
		return give_bytes(r, data, len);
	case ZIP_SOURCE_CLOSE:
		return 0;
	case ZIP_SOURCE_STAT:
		zip_stat_init(data);
		return sizeof(struct zip_stat);
	case ZIP_SOURCE_FREE:
		buf_free(&r->b);
		buf_free(&r->scratch);
		return 0;
	case ZIP_SOURCE_SUPPORTS:
		return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN,
		    ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
		    ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
	default:
		return -1;
	}
}

static void
add_member(struct zip *z, const struct member *m, struct reader *r)
{
	struct zip_source *s;
	zip_int64_t i;

	*r = (struct reader){ .rows = &m->rows };
	s = zip_source_function(z, on_zip, r);
	i = s ? zip_file_add(z, m->name, s, ZIP_FL_ENC_UTF_8) : -1;
	if (i < 0 || zip_file_set_mtime(z, (zip_uint64_t)i, MTIME, 0) < 0 ||
	    zip_set_file_compression(z, (zip_uint64_t)i, ZIP_CM_DEFLATE, 1) < 0)
		die("%s: %s", m->name, zip_strerror(z));
}

/* libzip declares every name that is not ASCII as UTF-8: removes the flag from
 * the directory and from the members' own headers. */
static void
clear_utf8_flags(int fd)
{
	enum { END = 22, ENTRY = 46, UTF8 = 0x08 };
	unsigned char end[END], e[ENTRY];
	off_t at = lseek(fd, -END, SEEK_END);
	unsigned n;

	if (pread(fd, end, END, at) != END)
		die("read an archive's end:");
	n = end[10] | (unsigned)end[11] << 8;
	at = end[16] | end[17] << 8 | end[18] << 16 | (off_t)end[19] << 24;
	for (; n; n--) {
		off_t local;

		if (pread(fd, e, ENTRY, at) != ENTRY)
			die("read an archive's directory:");
		local = e[42] | e[43] << 8 | e[44] << 16 | (off_t)e[45] << 24;
		e[9] &= (unsigned char)~UTF8;
		if (pwrite(fd, e + 8, 2, at + 8) != 2 ||
		    pwrite(fd, e + 8, 2, local + 6) != 2)
			die("write an archive's flags:");
		at += ENTRY + (e[28] | e[29] << 8) + (e[30] | e[31] << 8) +
		      (e[32] | e[33] << 8);
	}
}

void
write_zip(const char *dir, const char *name, const struct member *m, size_t n,
    enum names names)
{
	struct reader *r = xcalloc(n, sizeof(*r));
	char *path = path_in(dir, name);
	char *tmp = xasprintf("%s.tmp", path);
	struct zip *z = zip_open(tmp, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	int fd;

	if (!z)
		die("open %s:", tmp);
	for (size_t i = 0; i < n; i++)
		add_member(z, &m[i], &r[i]);
	if (zip_close(z) < 0)
		die("write %s: %s", path, zip_strerror(z));
	fd = open(tmp, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		die("open %s:", tmp);
	if (names == NAMES_UNDECLARED)
		clear_utf8_flags(fd);
	if (tmp_publish(fd, tmp, path))
		note("%s", path);
	free(tmp);
	free(path);
	free(r);
}

void
put_quoted(struct buf *b, const char *s)
{
	buf_byte(b, '"');
	for (const char *q; (q = strchr(s, '"')); s = q + 1) {
		buf_add(b, s, (size_t)(q - s));
		buf_str(b, "\"\"");
	}
	buf_str(b, s);
	buf_byte(b, '"');
}

void
put_jour(struct buf *b, int d)
{
	if (d)
		buf_fmt(b, "%02d/%02d/%04d", d % 100, d / 100 % 100, d / 10000);
}

void
json_text(struct buf *b, const char *name, const char *s)
{
	js_put_member(b, name, str_of(s));
}

void
json_int(struct buf *b, const char *name, long long v)
{
	js_put_key(b, name);
	js_put_int(b, v);
}

void
json_bool(struct buf *b, const char *name, bool v)
{
	js_put_key(b, name);
	js_put_bool(b, v);
}

void
json_raw(struct buf *b, const char *name, const char *raw)
{
	js_put_key(b, name);
	buf_str(b, raw);
}
