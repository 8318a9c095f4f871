/*
 * import-@TOOL@: codes and labels of the source @NAME@.
 *
 * Reads the record stream of `parse-csv --end` on standard input. Writes table
 * @NAME@: every record, unchanged, in the order in which they came.
 */
#include "apprentissage/records/tables.h"
#include "suite/import_documents.h"

static const struct field members[] = {
	S_REQ("code", F_STRING),
	S_REQ("libelle", F_STRING),
	S_END,
};
static const struct field record = S_OBJECT("record", 0, members);

int
main(int argc, char **argv)
{
	static const struct import_documents source = {
		.what = "import the codes and labels of @NAME@",
		.table = &table_@NAME@,
		.record = &record,
	};

	return import_documents_main(argc, argv, &source);
}
