/*
 * report-data: a report on a data directory, for a manager's screen, mail or
 * printer: one HTML page in French, without script, that requests nothing.
 *
 * Reads the databases, the ledger, and what check-data and diff-table said. The
 * same input and clock give the same bytes.
 */
#include <stdlib.h>

#include "base/opt.h"
#include "base/out.h"
#include "export/report/report.h"

static const struct opt opts[] = {
	{ 'c', "changes", "FILE", "what diff-table -s printed of this build" },
	{ 'd', "data", "DIR", "where db and state live (data)" },
	{ 'f', "findings", "FILE", "what check-data printed" },
	{ 'j', "json", NULL, "print the figures, a JSON object per section" },
	{ 'o', "output", "FILE", "write FILE instead of standard output" },
	{ 0 },
};

int
main(int argc, char **argv)
{
	struct report r = { .datadir = "data" };
	const char *output = NULL;
	bool json = false;
	struct out out;
	int c;

	opt_init(argc, argv, "report on a data directory, as a page", "", opts);
	while ((c = opt_next()) >= 0)
		switch (c) {
		case 'c':
			r.changes_file = opt_arg;
			break;
		case 'd':
			r.datadir = opt_arg;
			break;
		case 'f':
			r.findings_file = opt_arg;
			break;
		case 'j':
			json = true;
			break;
		default:
			output = opt_arg;
		}
	opt_count(0, 0);
	report_read(&r);
	out_open(&out, output);
	(json ? report_put_json : report_put)(&out.buf, &r);
	out_close(&out);
	report_free(&r);
	return 0;
}
