#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <zip.h>

#include "base/buf.h"
#include "format/arc.h"
#include "format/magic.h"
#include "format/names.h"
#include "format/unpack.h"

#define RATIO_FROM ((uint64_t)10 << 20) /* any ratio below that size */
#define RATIO_MAX 1000

struct arc {
	zip_t *zip;
	size_t n;
	struct entry {
		char *name;
		uint64_t size, packed;
	} * entry;
};

struct arc_member {
	struct unpack *unpack; /* NULL: */
	zip_file_t *file;
	uint64_t size, seen;
};

/* libzip found no end of an archive. Since 1.11 it tells one that is cut short
 * from another file, in its own way. */
static bool
has_no_end(const zip_error_t *why)
{
#ifdef ZIP_ER_TRUNCATED_ZIP
	if (zip_error_code_zip(why) == ZIP_ER_TRUNCATED_ZIP)
		return true;
#endif
	return zip_error_code_zip(why) == ZIP_ER_NOZIP;
}

static int
open_error(zip_error_t *why, const char *path, struct err *e)
{
	const char *name = path ? magic_of_file(path) : NULL;

	if (has_no_end(why) && name && !strcmp(name, MAGIC_ZIP))
		err_set(e, "a ZIP archive cut short: it has no end");
	else if (has_no_end(why) && name)
		err_set(e, "not a ZIP archive but %s", name);
	else if (has_no_end(why))
		err_set(e, "not a ZIP archive");
	else if (zip_error_code_zip(why) == ZIP_ER_NOENT)
		err_set(e, "%s", strerror(ENOENT));
	else
		err_set(
		    e, "cannot open the archive: %s", zip_error_strerror(why));
	zip_error_fini(why);
	return -1;
}

static zip_t *
open_zip(const char *path, struct err *e)
{
	zip_error_t why;
	zip_t *zip;
	int code;

	zip = zip_open(path, ZIP_RDONLY, &code);
	if (zip)
		return zip;
	zip_error_init_with_code(&why, code);
	open_error(&why, path, e);
	return NULL;
}

static int
read_entry(struct arc *a, size_t i, struct err *e)
{
	const uint64_t need =
	    ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
	const char *cp437 = zip_get_name(a->zip, i, ZIP_FL_ENC_STRICT);
	zip_stat_t st;

	if (zip_stat_index(a->zip, i, ZIP_FL_ENC_RAW, &st) < 0)
		return err_set(e, "entry %zu: %s", i, zip_strerror(a->zip));
	if ((st.valid & need) != need || !cp437)
		return err_set(e, "entry %zu: no name or size", i);
	a->entry[i].name = names_member(st.name, cp437);
	a->entry[i].size = st.size;
	a->entry[i].packed = st.comp_size;
	return 0;
}

/* Takes ownership of zip. If zip is NULL, e is set already. */
static struct arc *
read_directory(zip_t *zip, struct err *e)
{
	struct arc *a;

	if (!zip)
		return NULL;
	a = xmalloc(sizeof(*a));
	*a = (struct arc){ .zip = zip };
	a->n = (size_t)zip_get_num_entries(zip, 0);
	a->entry = xcalloc(a->n, sizeof(*a->entry));
	for (size_t i = 0; i < a->n; i++)
		if (read_entry(a, i, e) < 0) {
			arc_close(a);
			return NULL;
		}
	return a;
}

struct arc *
arc_open(const char *path, struct err *e)
{
	return read_directory(open_zip(path, e), e);
}

struct arc *
arc_open_file(FILE *f, struct err *e)
{
	zip_error_t why;
	zip_source_t *source;
	zip_t *zip = NULL;

	zip_error_init(&why);
	source = zip_source_filep_create(f, 0, -1, &why);
	if (!source)
		fclose(f);
	else if (!(zip = zip_open_from_source(source, ZIP_RDONLY, &why)))
		zip_source_free(source);
	if (!zip)
		open_error(&why, NULL, e);
	return read_directory(zip, e);
}

void
arc_close(struct arc *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->n; i++)
		free(a->entry[i].name);
	free(a->entry);
	zip_discard(a->zip);
	free(a);
}

size_t
arc_count(const struct arc *a)
{
	return a->n;
}

const char *
arc_name(struct arc *a, size_t i)
{
	return a->entry[i].name;
}

uint64_t
arc_size(struct arc *a, size_t i)
{
	return a->entry[i].size;
}

static bool
is_parent(const char *s)
{
	return s[0] == '.' && s[1] == '.' && (!s[2] || s[2] == '/');
}

bool
arc_name_unsafe(const char *name)
{
	if (!*name || *name == '/' || is_parent(name))
		return true;
	for (const char *p = name; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7F || *p == '\\' ||
		    (*p == '/' && is_parent(p + 1)))
			return true;
	return false;
}

struct arc_member *
arc_member_open(struct arc *a, size_t i, struct err *e)
{
	const struct entry *entry = &a->entry[i];
	struct arc_member *m;
	struct unpack *unpack;
	zip_file_t *file = NULL;

	if (entry->size > RATIO_FROM &&
	    entry->size / RATIO_MAX > entry->packed) {
		err_set(e, "%llu bytes packed in %llu: refused as a zip bomb",
		    (unsigned long long)entry->size,
		    (unsigned long long)entry->packed);
		return NULL;
	}
	unpack = unpack_open(a->zip, i);
	if (!unpack && !(file = zip_fopen_index(a->zip, i, 0))) {
		err_set(e, "%s", zip_strerror(a->zip));
		return NULL;
	}
	m = xmalloc(sizeof(*m));
	*m = (struct arc_member){ unpack, file, entry->size, 0 };
	return m;
}

static ssize_t
unpacked(struct arc_member *m, void *p, size_t n, struct err *e)
{
	zip_int64_t got;

	if (m->unpack)
		return unpack_read(m->unpack, p, n, e);
	got = zip_fread(m->file, p, n);
	return got < 0 ? err_set(e, "%s", zip_file_strerror(m->file))
		       : (ssize_t)got;
}

ssize_t
arc_member_read(struct arc_member *m, void *p, size_t n, struct err *e)
{
	ssize_t got = unpacked(m, p, n, e);

	if (got < 0)
		return -1;
	m->seen += (uint64_t)got;
	if (m->seen > m->size || (!got && n && m->seen < m->size))
		return err_set(e,
		    "unpacks to %s than the %llu bytes the archive announces",
		    got ? "more" : "less", (unsigned long long)m->size);
	return got;
}

void
arc_member_close(struct arc_member *m)
{
	if (!m)
		return;
	unpack_close(m->unpack);
	if (m->file)
		zip_fclose(m->file);
	free(m);
}
