#include "import.h"
#include "opt.h"

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
	if (!im->path)
		opt_wrong("-o FILE is needed");
	if (im->keep && !im->rejects)
		opt_wrong("-k needs --rejects FILE");
	if (im->rejects && !im->keep)
		opt_wrong("--rejects is for -k");
	if (im->keep)
		out_open(&im->out, im->rejects);
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
