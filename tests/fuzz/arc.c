/* Any bytes as a ZIP archive, and its first member as another: what a member
 * gives must be as long as its directory entry says. */
#include "format/arc.h"
#include "fuzz.h"

#define ENOUGH                                                                 \
	((uint64_t)4 << 20) /* more of a member adds nothing but time          \
			     */

static void
read_member(struct arc *a, size_t i)
{
	static char block[1 << 16];
	struct err e;
	struct arc_member *m = arc_member_open(a, i, &e);
	uint64_t size = 0;
	ssize_t got = -1;

	while (m && size < ENOUGH &&
	       (got = arc_member_read(m, block, sizeof(block), &e)) > 0)
		size += (uint64_t)got;
	fuzz_must(got != 0 || size == arc_size(a, i));
	arc_member_close(m);
}

static void
read_all(struct arc *a)
{
	for (size_t i = 0; a && i < arc_count(a); i++) {
		const char *name = arc_name(a, i);

		fuzz_must(*name || arc_name_unsafe(name));
		read_member(a, i);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err e;
	struct arc *a = arc_open_file(fuzz_file(data, n), &e), *inner = NULL;

	read_all(a);
	if (a && arc_count(a) && arc_size(a, 0) < ENOUGH)
		inner = arc_open_inner(a, 0, "/tmp", &e);
	read_all(inner);
	arc_close(inner);
	arc_close(a);
	return 0;
}
