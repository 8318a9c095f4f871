/* Answers, and the files that they are made of. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "base/err.h"
#include "format/arc.h"
#include "upstream/serve/serve.h"
#include "json/js.h"

const char *serve_dir;
char serve_origin[64];

void
answer_own(struct answer *a, const char *type)
{
	a->status = 200;
	a->type = type;
	a->body = buf_view(&a->own);
}

static void
answer_text(struct answer *a, int status, const char *type, const char *text)
{
	a->own.n = 0;
	buf_str(&a->own, text);
	a->headers.n = 0;
	answer_own(a, type);
	a->status = status;
	a->file = false;
}

void
answer_error(struct answer *a, int status, const char *why)
{
	answer_text(a, status, "text/plain; charset=utf-8", why);
}

void
answer_html(struct answer *a, int status, const char *html)
{
	answer_text(a, status, "text/html; charset=utf-8", html);
}

void
answer_json_error(struct answer *a, int status, const char *title)
{
	answer_text(a, status, "application/json; charset=utf-8",
	    "{\"errors\":[{\"title\":");
	js_put_text(&a->own, str_of(title));
	buf_str(&a->own, "}]}");
	a->body = buf_view(&a->own);
}

void
answer_redirect(struct answer *a, const char *path)
{
	char *url = xasprintf("%s%s", serve_origin, path);

	answer_error(a, 302, "elsewhere\n");
	answer_header(a, "Location", url);
	free(url);
}

void
answer_header(struct answer *a, const char *name, const char *value)
{
	buf_fmt(&a->headers, "%s: %s\r\n", name, value);
}

void
answer_free(struct answer *a)
{
	if (a->map)
		munmap(a->map, a->mapped);
	buf_free(&a->own);
	buf_free(&a->headers);
}

bool
file_map(struct answer *a, const char *name)
{
	char *path = xasprintf("%s/%s", serve_dir, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 && errno != ENOENT && errno != ENOTDIR)
		die("open %s:", path);
	if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))) {
		close(fd);
		fd = -1;
	}
	free(path);
	if (fd < 0)
		return false;
	if (a->map)
		munmap(a->map, a->mapped);
	a->map = NULL;
	a->body = STR("");
	if (st.st_size > 0) {
		a->mapped = (size_t)st.st_size;
		a->map = mmap(NULL, a->mapped, PROT_READ, MAP_PRIVATE, fd, 0);
		if (a->map == MAP_FAILED)
			die("map %s:", name);
		a->body = (struct str){ a->map, a->mapped };
	}
	close(fd);
	return true;
}

void
answer_file(struct answer *a, const char *name, const char *type)
{
	if (arc_name_unsafe(name) || !file_map(a, name))
		return;
	a->status = 200;
	a->type = type;
	a->file = true;
}

const char *
type_of(const char *name)
{
	static const char *const types[][2] = {
		{ ".csv", "text/csv; charset=utf-8" },
		{ ".json", "application/json; charset=utf-8" },
		{ ".xlsx", "application/vnd.openxmlformats-officedocument."
			   "spreadsheetml.sheet" },
		{ ".zip", "application/zip" },
	};
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof(types) / sizeof(*types); i++)
		if (!strcmp(dot, types[i][0]))
			return types[i][1];
	return "application/octet-stream";
}

uint64_t
body_sum(struct str body)
{
	const Bytef *p = (const Bytef *)body.p;
	uint64_t crc = crc32_z(crc32(0, NULL, 0), p, body.n);

	return crc << 32 | adler32_z(adler32(0, NULL, 0), p, body.n);
}

void
http_date_of(uint64_t sum, char text[40])
{
	time_t t = 1735689600 + (time_t)(sum % (365 * 86400));
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(text, 40, "%a, %d %b %Y %H:%M:%S GMT", &tm);
}

bool
next_line(struct str *rest, struct str *line)
{
	while (rest->n) {
		const char *end = memchr(rest->p, '\n', rest->n);
		size_t n = end ? (size_t)(end - rest->p) : rest->n;

		*line = (struct str){ rest->p, n };
		n += end != NULL;
		rest->p += n;
		rest->n -= n;
		if (line->n)
			return true;
	}
	return false;
}

bool
line_with(struct str *rest, struct str text, struct str *line)
{
	const char *at = memmem(rest->p, rest->n, text.p, text.n);
	const char *start =
	    at ? memrchr(rest->p, '\n', (size_t)(at - rest->p)) : NULL;

	if (!at)
		return false;
	start = start ? start + 1 : rest->p;
	rest->n -= (size_t)(start - rest->p);
	rest->p = start;
	return next_line(rest, line);
}
