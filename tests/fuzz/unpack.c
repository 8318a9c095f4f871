/* Any bytes as an archive: what libzip's zlib unpacks, arc unpacks to the same
 * bytes, by whatever it unpacks. (ISA-L alone may take a stream that zlib
 * refuses: its CRC still has to be right.) */
#include <zip.h>

#include "base/buf.h"
#include "format/arc.h"
#include "fuzz.h"

#define SIZE_MAX_HERE ((uint64_t)1 << 20)

static bool
by_arc(struct arc *a, size_t i, struct buf *out)
{
	struct err e;
	struct arc_member *m = arc_member_open(a, i, &e);
	char block[777];
	ssize_t got = -1;

	while (m && (got = arc_member_read(m, block, sizeof(block), &e)) > 0)
		buf_add(out, block, (size_t)got);
	arc_member_close(m);
	return got == 0;
}

static bool
by_libzip(zip_t *z, size_t i, struct buf *out)
{
	zip_file_t *f = zip_fopen_index(z, i, 0);
	char block[777];
	zip_int64_t got = -1;

	while (f && (got = zip_fread(f, block, sizeof(block))) > 0)
		buf_add(out, block, (size_t)got);
	if (f)
		zip_fclose(f);
	return got == 0;
}

static void
compare(struct arc *a, zip_t *z, size_t i)
{
	struct buf ours = { 0 }, theirs = { 0 };
	bool done;

	if (arc_size(a, i) > SIZE_MAX_HERE)
		return;
	/* libzip does not look at the data of a member that has no bytes */
	done =
	    by_libzip(z, i, &theirs) && theirs.n && theirs.n == arc_size(a, i);
	if (done) {
		fuzz_must(by_arc(a, i, &ours));
		fuzz_must(str_eq(buf_view(&ours), buf_view(&theirs)));
	}
	buf_free(&ours);
	buf_free(&theirs);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	zip_error_t why;
	zip_source_t *s = zip_source_buffer_create(data, n, 0, &why);
	zip_t *z = zip_open_from_source(s, ZIP_RDONLY, &why);
	struct err e;
	struct arc *a = arc_open_file(fuzz_file(data, n), &e);

	for (size_t i = 0; z && a && i < arc_count(a) && i < 4; i++)
		compare(a, z, i);
	arc_close(a);
	if (z)
		zip_discard(z);
	else
		zip_source_free(s);
	return 0;
}
