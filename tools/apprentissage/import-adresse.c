/*
 * import-adresse: the answers of API Adresse.
 *
 * Reads RAWDIR/adresses.ndjson, records {codePostal, codeInsee, adresse,
 * point, ttl}: the question, and the Point that answers it (null if unknown);
 * ttl may be missing. Writes table adresse, ordered by the question.
 */
#include "apprentissage/records/tables.h"
#include "suite/import_answers.h"
#include "json/counts.h"

static const struct field members[] = {
	S_NULL("codePostal", F_STRING),
	S_REQ("codeInsee", F_STRING),
	S_REQ("adresse", F_STRING),
	S_NULL("point", F_POINT),
	S_NULLISH("ttl", F_INSTANT_UTC),
	S_END,
};
static const struct field record = S_OBJECT("", 0, members);
static const struct import_answers file = { "adresses.ndjson",
	"fetch-adresse(1)", &table_adresse, &record,
	"codePostal, codeInsee, adresse", NULL };

int
main(int argc, char **argv)
{
	struct import im = { 0 };
	const char *dir;
	int64_t rows;
	struct db *d;

	dir =
	    import_folder(&im, argc, argv, "import the answers of API Adresse");
	d = db_create_fine(im.path);
	rows = import_answers_table(&im, d, dir, &file);
	import_end(&im);
	counts_print({ "rows", rows });
	import_publish(d);
	return 0;
}
