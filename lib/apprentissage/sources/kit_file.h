/*
 * The files of the kit's history: pairs of a CFD and a fiche, as CSV or XLSX
 * (sources(5) [kit_apprentissage 2 and 3]).
 */
#ifndef KIT_FILE_H
#define KIT_FILE_H

#include "base/buf.h"
#include "base/err.h"

struct kit_handler {
	/* A pair. The codes are trimmed, and the CFD is padded to eight
	 * characters; either may be empty. */
	void (*pair)(void *ctx, struct str cfd, struct str rncp);
	/* A row of a workbook that has no CFD; record has the form of
	 * api.ndjson, so that it can be imported from there once its CFD is
	 * filled in. */
	void (*refuse)(void *ctx, const char *where, struct str record,
	    const struct err *e);
	void *ctx;
};

/* Reads the file at path, which must be called NAME.csv or
 * Kit_apprentissage_YYYYMMDD.xlsx, and hands its rows to h, but for those whose
 * CFD says that there is none (SQWQ, NR). Dies if the file cannot be read. */
void kit_file_read(const char *path, const struct kit_handler *h);

#endif
