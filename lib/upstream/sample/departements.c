/*
 * The country's geography: public nomenclature (codes and names of regions,
 * departements and academies), places to a tenth of a degree.
 */
#include "upstream/sample/sample.h"

/* clang-format off */
const struct region regions[] = {
	{ "11", "Île-de-France" },
	{ "24", "Centre-Val de Loire" },
	{ "27", "Bourgogne-Franche-Comté" },
	{ "28", "Normandie" },
	{ "32", "Hauts-de-France" },
	{ "44", "Grand Est" },
	{ "52", "Pays de la Loire" },
	{ "53", "Bretagne" },
	{ "75", "Nouvelle-Aquitaine" },
	{ "76", "Occitanie" },
	{ "84", "Auvergne-Rhône-Alpes" },
	{ "93", "Provence-Alpes-Côte d'Azur" },
	{ "94", "Corse" },
	{ "01", "Guadeloupe" },
	{ "02", "Martinique" },
	{ "03", "Guyane" },
	{ "04", "La Réunion" },
	{ "06", "Mayotte" },
	{ "975", "Saint-Pierre-et-Miquelon" },
	{ "977", "Saint-Barthélemy" },
	{ "978", "Saint-Martin" },
	{ "984", "Terres australes et antarctiques françaises" },
	{ "986", "Wallis et Futuna" },
	{ "987", "Polynésie française" },
	{ "988", "Nouvelle-Calédonie" },
	{ "989", "Île de Clipperton" },
};
const unsigned nregions = sizeof(regions) / sizeof(*regions);
const unsigned nregions_api = 18;

const struct departement departements[] = {
	{ "01", "Ain", "84", "001", 461, 53 },
	{ "02", "Aisne", "32", "002", 496, 36 },
	{ "03", "Allier", "84", "003", 464, 32 },
	{ "04", "Alpes-de-Haute-Provence", "93", "004", 441, 62 },
	{ "05", "Hautes-Alpes", "93", "005", 447, 63 },
	{ "06", "Alpes-Maritimes", "93", "006", 439, 71 },
	{ "07", "Ardèche", "84", "007", 448, 44 },
	{ "08", "Ardennes", "44", "008", 496, 46 },
	{ "09", "Ariège", "76", "009", 429, 15 },
	{ "10", "Aube", "44", "010", 483, 42 },
	{ "11", "Aude", "76", "011", 431, 24 },
	{ "12", "Aveyron", "76", "012", 443, 27 },
	{ "13", "Bouches-du-Rhône", "93", "013", 435, 51 },
	{ "14", "Calvados", "28", "014", 491, -4 },
	{ "15", "Cantal", "84", "015", 451, 27 },
	{ "16", "Charente", "75", "016", 457, 2 },
	{ "17", "Charente-Maritime", "75", "017", 458, -7 },
	{ "18", "Cher", "24", "018", 471, 25 },
	{ "19", "Corrèze", "75", "019", 454, 19 },
	{ "2A", "Corse-du-Sud", "94", "620", 419, 89 },
	{ "2B", "Haute-Corse", "94", "720", 424, 92 },
	{ "21", "Côte-d'Or", "27", "021", 474, 48 },
	{ "22", "Côtes-d'Armor", "53", "022", 484, -29 },
	{ "23", "Creuse", "75", "023", 461, 20 },
	{ "24", "Dordogne", "75", "024", 451, 7 },
	{ "25", "Doubs", "27", "025", 472, 64 },
	{ "26", "Drôme", "84", "026", 447, 52 },
	{ "27", "Eure", "28", "027", 491, 10 },
	{ "28", "Eure-et-Loir", "24", "028", 484, 14 },
	{ "29", "Finistère", "53", "029", 483, -41 },
	{ "30", "Gard", "76", "030", 440, 42 },
	{ "31", "Haute-Garonne", "76", "031", 434, 12 },
	{ "32", "Gers", "76", "032", 437, 5 },
	{ "33", "Gironde", "75", "033", 448, -6 },
	{ "34", "Hérault", "76", "034", 436, 34 },
	{ "35", "Ille-et-Vilaine", "53", "035", 482, -16 },
	{ "36", "Indre", "24", "036", 468, 16 },
	{ "37", "Indre-et-Loire", "24", "037", 473, 7 },
	{ "38", "Isère", "84", "038", 453, 56 },
	{ "39", "Jura", "27", "039", 467, 57 },
	{ "40", "Landes", "75", "040", 440, -8 },
	{ "41", "Loir-et-Cher", "24", "041", 476, 14 },
	{ "42", "Loire", "84", "042", 457, 42 },
	{ "43", "Haute-Loire", "84", "043", 451, 38 },
	{ "44", "Loire-Atlantique", "52", "044", 473, -17 },
	{ "45", "Loiret", "24", "045", 479, 23 },
	{ "46", "Lot", "76", "046", 446, 16 },
	{ "47", "Lot-et-Garonne", "75", "047", 444, 5 },
	{ "48", "Lozère", "76", "048", 445, 35 },
	{ "49", "Maine-et-Loire", "52", "049", 474, -6 },
	{ "50", "Manche", "28", "050", 491, -13 },
	{ "51", "Marne", "44", "051", 490, 42 },
	{ "52", "Haute-Marne", "44", "052", 481, 52 },
	{ "53", "Mayenne", "52", "053", 481, -7 },
	{ "54", "Meurthe-et-Moselle", "44", "054", 488, 62 },
	{ "55", "Meuse", "44", "055", 490, 54 },
	{ "56", "Morbihan", "53", "056", 479, -28 },
	{ "57", "Moselle", "44", "057", 490, 66 },
	{ "58", "Nièvre", "27", "058", 471, 35 },
	{ "59", "Nord", "32", "059", 504, 32 },
	{ "60", "Oise", "32", "060", 494, 24 },
	{ "61", "Orne", "28", "061", 486, 1 },
	{ "62", "Pas-de-Calais", "32", "062", 505, 23 },
	{ "63", "Puy-de-Dôme", "84", "063", 457, 31 },
	{ "64", "Pyrénées-Atlantiques", "75", "064", 433, -8 },
	{ "65", "Hautes-Pyrénées", "76", "065", 431, 2 },
	{ "66", "Pyrénées-Orientales", "76", "066", 426, 25 },
	{ "67", "Bas-Rhin", "44", "067", 486, 76 },
	{ "68", "Haut-Rhin", "44", "068", 479, 73 },
	{ "69", "Rhône", "84", "069", 459, 47 },
	{ "70", "Haute-Saône", "27", "070", 476, 61 },
	{ "71", "Saône-et-Loire", "27", "071", 466, 45 },
	{ "72", "Sarthe", "52", "072", 480, 2 },
	{ "73", "Savoie", "84", "073", 455, 64 },
	{ "74", "Haute-Savoie", "84", "074", 460, 64 },
	{ "75", "Paris", "11", "075", 489, 23 },
	{ "76", "Seine-Maritime", "28", "076", 497, 10 },
	{ "77", "Seine-et-Marne", "11", "077", 486, 29 },
	{ "78", "Yvelines", "11", "078", 488, 19 },
	{ "79", "Deux-Sèvres", "75", "079", 466, -3 },
	{ "80", "Somme", "32", "080", 500, 23 },
	{ "81", "Tarn", "76", "081", 438, 22 },
	{ "82", "Tarn-et-Garonne", "76", "082", 441, 13 },
	{ "83", "Var", "93", "083", 434, 62 },
	{ "84", "Vaucluse", "93", "084", 440, 52 },
	{ "85", "Vendée", "52", "085", 467, -13 },
	{ "86", "Vienne", "75", "086", 466, 5 },
	{ "87", "Haute-Vienne", "75", "087", 459, 12 },
	{ "88", "Vosges", "44", "088", 482, 64 },
	{ "89", "Yonne", "27", "089", 478, 36 },
	{ "90", "Territoire de Belfort", "27", "090", 476, 69 },
	{ "91", "Essonne", "11", "091", 485, 22 },
	{ "92", "Hauts-de-Seine", "11", "092", 488, 22 },
	{ "93", "Seine-Saint-Denis", "11", "093", 489, 25 },
	{ "94", "Val-de-Marne", "11", "094", 488, 25 },
	{ "95", "Val-d'Oise", "11", "095", 491, 21 },
	{ "971", "Guadeloupe", "01", "971", 162, -615 },
	{ "972", "Martinique", "02", "972", 147, -610 },
	{ "973", "Guyane", "03", "973", 40, -530 },
	{ "974", "La Réunion", "04", "974", -211, 555 },
	{ "976", "Mayotte", "06", "976", -128, 451 },
	{ "975", "Saint-Pierre-et-Miquelon", "975", "975", 469, -563 },
	{ "977", "Saint-Barthélemy", "977", "977", 179, -628 },
	{ "978", "Saint-Martin", "978", "978", 181, -631 },
	{ "984", "Terres australes et antarctiques françaises", "984", "984",
	    -493, 695 },
	{ "986", "Wallis et Futuna", "986", "986", -133, -1762 },
	{ "987", "Polynésie française", "987", "987", -177, -1494 },
	{ "988", "Nouvelle-Calédonie", "988", "988", -213, 1655 },
	{ "989", "Île de Clipperton", "989", "989", 103, -1092 },
};
const unsigned ndepartements = sizeof(departements) / sizeof(*departements);

/* "code nom: departements", one academy per line. */
static const struct {
	const char *code, *nom, *deps;
} academies[] = {
	{ "01", "Paris", "75" },
	{ "02", "Aix-Marseille", "04 05 13 84" },
	{ "03", "Besançon", "25 39 70 90" },
	{ "04", "Bordeaux", "24 33 40 47 64" },
	{ "06", "Clermont-Ferrand", "03 15 43 63" },
	{ "07", "Dijon", "21 58 71 89" },
	{ "08", "Grenoble", "07 26 38 73 74" },
	{ "09", "Lille", "59 62" },
	{ "10", "Lyon", "01 42 69" },
	{ "11", "Montpellier", "11 30 34 48 66" },
	{ "12", "Nancy-Metz", "54 55 57 88" },
	{ "13", "Poitiers", "16 17 79 86" },
	{ "14", "Rennes", "22 29 35 56" },
	{ "15", "Strasbourg", "67 68" },
	{ "16", "Toulouse", "09 12 31 32 46 65 81 82" },
	{ "17", "Nantes", "44 49 53 72 85" },
	{ "18", "Orléans-Tours", "18 28 36 37 41 45" },
	{ "19", "Reims", "08 10 51 52" },
	{ "20", "Amiens", "02 60 80" },
	{ "22", "Limoges", "19 23 87" },
	{ "23", "Nice", "06 83" },
	{ "24", "Créteil", "77 93 94" },
	{ "25", "Versailles", "78 91 92 95" },
	{ "27", "Corse", "2A 2B" },
	{ "28", "La Réunion", "974" },
	{ "31", "Martinique", "972" },
	{ "32", "Guadeloupe", "971" },
	{ "33", "Guyane", "973" },
	{ "40", "Nouvelle-Calédonie", "988" },
	{ "41", "Polynésie française", "987" },
	{ "42", "Wallis et Futuna", "986" },
	{ "43", "Mayotte", "976" },
	{ "44", "Saint-Pierre-et-Miquelon", "975" },
	{ "70", "Normandie", "14 27 50 61 76" },
	/* import-communes replaces these two by Guadeloupe's */
	{ "77", "Saint-Barthélemy", "977" },
	{ "78", "Saint-Martin", "978" },
	{ "00", "Hors académie", "984 989" },
};
/* clang-format on */

static bool
has_word(const char *list, const char *s)
{
	size_t n = strlen(s);

	for (const char *p = list; (p = strstr(p, s)); p++)
		if ((p == list || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
			return true;
	return false;
}

struct academie
departement_academie(const struct departement *d)
{
	size_t i = 0;

	while (!has_word(academies[i].deps, d->code))
		i++;
	return (struct academie){ academies[i].code, academies[i].nom };
}

const char *
region_nom(const char *code)
{
	unsigned i = 0;

	while (strcmp(regions[i].code, code))
		i++;
	return regions[i].nom;
}
