#include "suite/import.h"
#include "base/opt.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

bool
import_option(struct import *im, int c)
{
	switch (c) {
	case 'o':
		im->path = opt_arg;
		return true;
	case 'k':
		im->keep = true;
		return true;
	case IMPORT_REJECTS:
		im->rejects = opt_arg;
		return true;
	default:
		return false;
	}
}

void
import_begin(struct import *im)
{
	if (im->keep && !im->rejects)
		opt_wrong("-k needs --rejects FILE");
	if (im->rejects && !im->keep)
		opt_wrong("--rejects is for -k");
	if (im->keep)
		out_open(&im->out, im->rejects);
}

const char *
import_folder(struct import *im, int argc, char **argv, const char *what)
{
	static const struct opt opts[] = {
		{ OPT_NEEDED | 'r', "raw", "DIR",
		    "where the files of the source are" },
		IMPORT_OPTIONS,
		{ 0 },
	};
	const char *dir = NULL;
	int c;

	opt_init(argc, argv, what, "", opts);
	while ((c = opt_next()) >= 0)
		if (!import_option(im, c))
			dir = opt_arg;
	opt_count(0, 0);
	import_begin(im);
	return dir;
}

void
import_need(const char *path, const char *writer)
{
	if (access(path, F_OK) < 0)
		die("%s: %s (%s writes it)", path, strerror(errno), writer);
}

void
import_refuse(struct import *im, const char *where, const char *p, size_t n,
    const struct err *e)
{
	if (!im->keep)
		die("%s: %s", where, e->msg);
	warn("%s: %s", where, e->msg);
	buf_add(&im->out.buf, p, n);
	buf_byte(&im->out.buf, '\n');
	out_record(&im->out);
	im->refused++;
}

void
import_end(struct import *im)
{
	if (im->keep)
		out_close(&im->out);
}
