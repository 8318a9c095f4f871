/* The source @NAME@: codes and labels, one CSV file. */
#include "upstream/sample/sample.h"

static void
put_record(struct buf *b, uint64_t i, const void *arg)
{
	(void)arg;
	buf_fmt(b, "%04u;Libellé %u\n", (unsigned)i, (unsigned)i);
}

void
sample_@NAME@(const char *dir)
{
	const struct rows rows = {
		.head = "code;libelle\n",
		.n = 40,
		.put = put_record,
	};

	write_rows(dir, "@NAME@/@NAME@.csv", &rows);
}
