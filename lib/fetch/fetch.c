#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/opt.h"
#include "base/out.h"
#include "crypto/secret.h"
#include "fetch/fetch_state.h"
#include "net/url.h"
#include "json/counts.h"
#include "json/js.h"

static const struct opt plain[] = { FETCH_OPTIONS, { 0 } };

/* Makes the directories that lead to path, and path itself if it ends with '/'.
 */
static void
make_folders(const char *path)
{
	char *copy = xstrdup(path);

	for (char *p = copy + 1; (p = strchr(p, '/')); *p++ = '/') {
		*p = '\0';
		if (mkdir(copy, 0777) < 0 && errno != EEXIST)
			die("%s: cannot be created:", copy);
	}
	free(copy);
}

static void
take_lock(struct fetch *f, long wait)
{
	char *path = xasprintf("%s/lock", f->state);

	f->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (f->lock < 0)
		die("%s:", path);
	while (flock(f->lock, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK)
			die("%s: cannot be locked:", path);
		if (wait-- <= 0)
			die_code(EXIT_RETRY,
			    "%s: another run is active (-w waits for it)",
			    f->state);
		sleep(1);
	}
	free(path);
}

static long
read_options(struct fetch *f, void (*take)(int c))
{
	long wait = 0;

	for (int c; (c = opt_next()) >= 0;)
		switch (c) {
		case 'r':
			f->raw = opt_arg;
			break;
		case 's':
			f->state = opt_arg;
			break;
		case 'u':
			f->upstream = *opt_arg ? opt_arg : NULL;
			break;
		case 'w':
			wait = opt_number("-w", opt_arg, 0, 1000000);
			break;
		case FETCH_STATIC:
			f->statics = opt_arg;
			break;
		default:
			take(c);
		}
	return wait;
}

/* Checks that operand is one of the words of synopsis, separated by '|'. */
static void
check_choice(const char *synopsis, const char *operand)
{
	size_t n;

	for (const char *p = synopsis;; p += n + 1) {
		n = strcspn(p, "|");
		if (strlen(operand) == n && !strncmp(p, operand, n))
			return;
		if (!p[n])
			opt_wrong(
			    "%s is expected, not '%s'", synopsis, operand);
	}
}

const char *
fetch_begin(struct fetch *f, int argc, char **argv, const char *source,
    const char *what, const char *operand)
{
	return fetch_begin_with(
	    f, argc, argv, source, what, operand, plain, NULL);
}

const char *
fetch_begin_with(struct fetch *f, int argc, char **argv, const char *source,
    const char *what, const char *operand, const struct opt *opts,
    void (*take)(int c))
{
	int n = operand ? 1 : 0;
	char *stage;
	long wait;

	*f = (struct fetch){ .source = source };
	opt_init(argc, argv, what, operand ? operand : "", opts);
	wait = read_options(f, take);
	opt_count(n, n);
	if (operand && strchr(operand, '|'))
		check_choice(operand, *opt_operands);
	if (f->upstream && !url_is_http(f->upstream))
		opt_wrong("-u: not an http or https URL '%s'", f->upstream);
	stage = xasprintf("%s/stage/", f->state);
	make_folders(stage);
	free(stage);
	take_lock(f, wait);
	f->memory = fetch_memory_open(f->state);
	if (!source)
		f->source = *opt_operands;
	return *opt_operands;
}

/* Copies the staged file FROM, open as fd, next to its place TO, which is on
 * another file system, under a name that importers ignore: *near, which the
 * caller frees. Closes fd and returns the descriptor of the copy. */
static int
copy_near(int fd, const char *from, const char *to, char **near)
{
	const char *name = strrchr(to, '/') + 1;
	static char block[1 << 16];
	ssize_t n;
	int copy;

	*near = xasprintf("%.*s.%s.tmp", (int)(name - to), to, name);
	copy = tmp_open(*near);
	while ((n = read(fd, block, sizeof(block))) > 0)
		if (!out_write(copy, (struct str){ block, (size_t)n }))
			die("%s:", *near);
	if (n < 0)
		die("%s:", from);
	close(fd);
	return copy;
}

/* Is path in a directory of another file system than the file fd? Then
 * rename(2) fails. */
static bool
is_elsewhere(int fd, const char *path)
{
	char *directory = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	struct stat a, b;
	bool elsewhere;

	if (fstat(fd, &a) < 0 || stat(directory, &b) < 0)
		die("%s:", directory);
	elsewhere = a.st_dev != b.st_dev;
	free(directory);
	return elsewhere;
}

/* Moves a staged file to its place, unless an equal file is there. */
static void
publish(struct fetch *f, struct fetch_staged *s)
{
	char *from = fetch_stage_path(f, s->name), *near = NULL;
	char *to = xasprintf("%s/%s", f->raw, s->name);
	int fd = open(from, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		die("%s:", from);
	make_folders(to);
	if (is_elsewhere(fd, to))
		fd = copy_near(fd, from, to, &near);
	s->changed = tmp_publish(fd, near ? near : from, to);
	fetch_note_file(f, s);
	free(near);
	free(from);
	free(to);
}

static int
by_name(const void *a, const void *b)
{
	const struct fetch_staged *s = a, *t = b;

	return strcmp(s->name, t->name);
}

/* Returns the names of the changed files, sorted, because the order of their
 * arrival varies; frees all. */
static struct buf
list_changed(struct fetch *f)
{
	struct buf list = { 0 };

	if (f->staged.n)
		qsort(f->staged.v, f->staged.n, sizeof(*f->staged.v), by_name);
	buf_byte(&list, '[');
	for (size_t i = 0; i < f->staged.n; i++) {
		struct fetch_staged *s = &f->staged.v[i];

		if (s->changed) {
			js_put_comma(&list);
			js_put_text(&list, str_of(s->name));
		} else {
			f->unchanged++;
		}
		fetch_staged_free(s);
	}
	buf_byte(&list, ']');
	return list;
}

void
fetch_end(struct fetch *f)
{
	int64_t requests, bytes;
	struct buf changed, counts = { 0 };

	for (size_t i = 0; i < f->staged.n; i++)
		publish(f, &f->staged.v[i]);
	fetch_stage_empty(f);
	changed = list_changed(f);
	free(f->staged.v);
	db_close(f->memory);
	close(f->lock);
	http_counts(&requests, &bytes);
	counts_add(&counts, { "requests", requests }, { "bytes", bytes },
	    { "unchanged", f->unchanged });
	out_line(
	    "{%s,\"changed\":%s}", buf_view(&counts).p, buf_view(&changed).p);
	buf_free(&counts);
	buf_free(&changed);
}

void
fetch_put(struct fetch *f, const char *name, struct str body)
{
	fetch_stage_body(f, name, body, "", NULL);
}

/* Returns the path of base, which is kept on the server of -u. */
static struct str
path_of(const char *base)
{
	const char *host = strstr(base, "://") + 3;

	return str_of(host + strcspn(host, "/"));
}

/* Returns url without the slashes at its end, then path; the caller frees it.
 */
static char *
without_slashes(const char *url, const char *path)
{
	size_t n = strlen(url);

	while (n && url[n - 1] == '/')
		n--;
	return xasprintf("%.*s%s", (int)n, url, path);
}

static char *
base_of(const struct fetch *f, const char *variable, const char *base)
{
	const char *set = getenv(variable);

	if (set && *set) {
		if (!url_is_http(set))
			die("%s=%s: not an http or https URL", variable, set);
		return without_slashes(set, "");
	}
	if (f->upstream)
		return without_slashes(f->upstream, path_of(base).p);
	return xstrdup(base);
}

char *
fetch_url(struct fetch *f, const char *variable, const char *base,
    const char *fmt, ...)
{
	char *start = base_of(f, variable, base), *rest, *url;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&rest, fmt, ap) < 0)
		die("out of memory");
	va_end(ap);
	url = xasprintf("%s%s", start, rest);
	free(start);
	free(rest);
	return url;
}

char *
fetch_secret(const char *variable)
{
	char *secret = secret_find(variable);

	if (!secret)
		die("%s (or %s_FILE) is not set: see 'make check-config'",
		    variable, variable);
	return secret;
}

char *
fetch_secret_field(
    const char *variable, const char *header, const char *by_default)
{
	char *secret = secret_find(variable), *field = NULL;
	const char *set = header ? getenv(header) : NULL;
	const char *name = set && *set ? set : by_default;

	for (const char *p = name; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			die("%s holds a control character", header);
	if (secret)
		field = xasprintf(
		    "%s%s %s", name, strchr(name, ':') ? "" : ":", secret);
	free(secret);
	return field;
}

void
fetch_complain(
    struct fetch *f, const char *name, const char *url, const struct err *e)
{
	complain("%s: %s%s%s: %s", f->source, name ? name : "",
	    name ? ": " : "", url_name(url), e->msg);
}

void
fetch_fail(struct fetch *f, const char *name, const char *url, int rc,
    const struct err *e)
{
	die_code(rc, "%s: %s%s%s: %s%s", f->source, name ? name : "",
	    name ? ": " : "", url_name(url), e->msg,
	    rc == EXIT_RETRY ? " (temporary: try again later)" : "");
}
