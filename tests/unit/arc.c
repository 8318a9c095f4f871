/* arc: an archive inside another. */
#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

#include "format/arc.h"
#include "tap.h"

static char dir[] = "/tmp/arc.XXXXXX", outer[64], inner[64];

static void
add(zip_t *z, const char *name, zip_source_t *source)
{
	if (!source || zip_file_add(z, name, source, 0) < 0)
		tap_ok(0, name);
}

/* outer holds text, "no archive", and inner, which holds text, "hello". */
static void
make(void)
{
	zip_t *z = zip_open(inner, ZIP_CREATE, NULL);

	add(z, "text", zip_source_buffer(z, "hello", 5, 0));
	zip_close(z);
	z = zip_open(outer, ZIP_CREATE, NULL);
	add(z, "text", zip_source_buffer(z, "no archive", 10, 0));
	add(z, "inner.zip", zip_source_file(z, inner, 0, -1));
	zip_close(z);
}

static void
read_inner(struct arc *a)
{
	struct err e = { "" };
	struct arc *b = arc_open_inner(a, 1, dir, &e);
	struct arc_member *m;
	char text[16] = "";

	tap_is(e.msg, "", "an inner archive opens");
	if (!b)
		return;
	tap_ok(arc_count(b) == 1, "it has one member");
	tap_is(arc_name(b, 0), "text", "of that name");
	arc_close(a);
	m = arc_member_open(b, 0, &e);
	tap_ok(m && arc_member_read(m, text, 15, &e) == 5, "it can be read");
	tap_is(text, "hello", "when the outer one is closed, too");
	arc_member_close(m);
	arc_close(b);
}

int
main(void)
{
	struct err e = { "" };
	struct arc *a;

	if (!mkdtemp(dir))
		return 1;
	snprintf(outer, sizeof(outer), "%s/outer", dir);
	snprintf(inner, sizeof(inner), "%s/inner", dir);
	make();
	a = arc_open(outer, &e);
	tap_is(e.msg, "", "the outer archive opens");
	if (!a)
		return 1;
	tap_ok(!arc_open_inner(a, 0, dir, &e), "no archive inside");
	tap_is(e.msg, "not a ZIP archive", "says so");
	tap_ok(!arc_open_inner(a, 1, "/nowhere", &e), "no place to unpack");
	tap_is(e.msg, "cannot write in /nowhere: No such file or directory",
	    "says so");
	read_inner(a);
	unlink(inner);
	unlink(outer);
	tap_ok(!rmdir(dir), "nothing is left behind");
	return tap_done();
}
