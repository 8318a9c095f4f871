/*
 * The parameters of the nightly processing, as import-parametrage reads them.
 */
#include <stdio.h>

#include "upstream/sample/sample.h"
#include "upstream/traitement/sample_traitement.h"

static const char *const libelles[OUVRAGE_CASES] = { "Pont de la Vernelle",
	"Viaduc des Grands Prés", "Passerelle du Lavoir",
	"Mur de soutènement du Coteau", "Tunnel de la Roche",
	"Barrage du Moulin Neuf" };

/* The sensors of an ouvrage: id and effect beyond the ordinary three are those
 * that the lines of O_FAUTES ask for. */
static void
put_capteur(struct buf *b, unsigned o, const char *sercel, const char *capteur,
    const char *grandeur, const char *units, const char *more)
{
	buf_fmt(b,
	    "{\"parametrage\":{\"id_ouvrage\":\"OA-%03u\",\"capteur_sercel\":"
	    "\"%s\",\"capteur\":\"%s\",\"grandeur\":\"%s\",%s,%s}}\n",
	    o + 1, sercel, capteur, grandeur, units, more);
}

#define MM "\"unite_source\":\"mm\",\"unite\":\"mm\""
#define SINCE "\"effet_du\":\"2025-01-01\""

static void
put_fautes(struct buf *b, unsigned o)
{
	put_capteur(b, o, "S4", "DEP-4", "deplacement", MM,
	    "\"effet_du\":\"2030-01-01\"");
	put_capteur(b, o, "S5", "DEP-5", "deplacement", MM, SINCE);
	put_capteur(b, o, "S5", "DEP-5B", "deplacement", MM,
	    "\"effet_du\":\"2025-06-01\"");
	put_capteur(
	    b, o, "S6", "DEP-6", "deplacement", MM, SINCE ",\"actif\":false");
	put_capteur(b, o, "S7", "CHA-7", "charge",
	    "\"unite_source\":\"mm\",\"unite\":\"mm\"", SINCE);
	put_capteur(b, o, "S8", "DEP-8", "deplacement", MM, SINCE); /* M07 */
}

static void
put_ouvrage(struct buf *b, uint64_t i, const void *arg)
{
	unsigned o = (unsigned)i;

	(void)arg;
	buf_fmt(b,
	    "{\"ouvrage\":{\"id\":\"OA-%03u\",\"libelle\":\"%s\","
	    "\"id_sercel\":\"SL-%04u\",\"params\":{%s}}}\n",
	    o + 1, o < OUVRAGE_CASES ? libelles[o] : "Ouvrage courant", o + 1,
	    o == O_RENFORCE    ? "\"format\":\"ndjson\""
	    : o == O_ILLISIBLE ? "\"format\":\"csv\""
	    : o == O_FAUTES    ? "\"nb_attendu\":300"
			       : "\"reference\":{\"DEPL_MOY\":3.5}");
	if (o == O_SANS_PARAM)
		return;
	put_capteur(b, o, "S1", "DEP-1", "deplacement", MM,
	    SINCE ",\"gain\":1.02,\"decalage\":-0.5,\"max_physique\":80,"
		  "\"groupe\":\"tablier\"");
	put_capteur(b, o, "S2", "INC-1", "inclinaison",
	    "\"unite_source\":\"deg\",\"unite\":\"mrad\"", SINCE);
	put_capteur(b, o, "S3", "TMP-1", "temperature",
	    "\"unite_source\":\"°C\",\"unite\":\"°C\"", SINCE);
	if (o == O_FAUTES)
		put_fautes(b, o);
}

/* KPIs, thresholds and experts, one of each kind. */
static const char rest[] =
    "{\"limite\":{\"grandeur\":\"deplacement\",\"unite\":\"mm\",\"min\":-100,"
    "\"max\":100}}\n"
    "{\"limite\":{\"grandeur\":\"inclinaison\",\"unite\":\"deg\",\"min\":-5,"
    "\"max\":5}}\n"
    "{\"kpi\":{\"code\":\"DEPL_MAX_ABS\",\"libelle\":\"Déplacement maximal\","
    "\"unite\":\"mm\",\"grandeur\":\"deplacement\",\"fenetre\":\"P1D\","
    "\"agregat\":\"max_abs\",\"min_points\":3,\"seuils\":{\"vigilance\":4.5,"
    "\"alerte\":9,\"sens\":\"haut\"}}}\n"
    "{\"kpi\":{\"code\":\"DEPL_MOY\",\"libelle\":\"Écart à la référence\","
    "\"unite\":\"mm\",\"grandeur\":\"deplacement\",\"fenetre\":\"P1D\","
    "\"agregat\":\"ecart_reference\",\"seuils\":{\"vigilance\":5,"
    "\"alerte\":20,\"sens\":\"ecart\"}}}\n"
    "{\"kpi\":{\"code\":\"DEPL_PENTE\",\"libelle\":\"Tendance\",\"unite\":"
    "\"mm/j\",\"grandeur\":\"deplacement\",\"fenetre\":\"P3D\",\"agregat\":"
    "\"pente\"}}\n"
    "{\"kpi\":{\"code\":\"INC_MAX\",\"libelle\":\"Inclinaison par capteur\","
    "\"unite\":\"mrad\",\"grandeur\":\"inclinaison\",\"fenetre\":\"P1D\","
    "\"agregat\":\"max\",\"par_capteur\":true}}\n"
    "{\"kpi\":{\"code\":\"TMP_MIN\",\"libelle\":\"Température minimale\","
    "\"unite\":\"°C\",\"grandeur\":\"temperature\",\"fenetre\":\"PT12H\","
    "\"agregat\":\"min\",\"seuils\":{\"vigilance\":0,\"sens\":\"bas\"}}}\n"
    "{\"kpi\":{\"code\":\"INDICE_DEPL\",\"libelle\":\"Indice\",\"unite\":"
    "\"%\",\"expression\":\"100 * DEPL_MAX_ABS / 12\",\"seuils\":{"
    "\"vigilance\":60,\"alerte\":95,\"sens\":\"haut\"}}}\n"
    "{\"seuil\":{\"id_ouvrage\":\"OA-001\",\"code_kpi\":\"INDICE_DEPL\","
    "\"operateur\":\">=\",\"seuil\":75,\"nb_consecutifs\":3}}\n"
    "{\"seuil\":{\"id_ouvrage\":\"OA-006\",\"code_kpi\":\"DEPL_MAX_ABS\","
    "\"operateur\":\">\",\"seuil\":9}}\n"
    "{\"expert\":{\"id\":\"E-1\",\"nom\":\"Camille Roche\",\"email\":"
    "\"camille.roche@example.org\",\"ouvrages\":[{\"ouvrage\":\"*\"}]}}\n"
    "{\"expert\":{\"id\":\"E-2\",\"nom\":\"Dominique Pré\",\"email\":"
    "\"dominique.pre@example.org\",\"ouvrages\":[{\"ouvrage\":\"OA-001\","
    "\"types\":\"BASCULE_SURVEILLANCE_RENFORCEE,DEPASSEMENT_SEUIL\"}]}}\n"
    "{\"expert\":{\"id\":\"E-3\",\"nom\":\"Alex Moulin\",\"email\":"
    "\"alex.moulin@example.org\",\"ouvrages\":[{\"ouvrage\":\"*\",\"types\":"
    "\"FIN_TRAITEMENT,ECHEC_TRAITEMENT\"}]}}\n"
    "{\"expert\":{\"id\":\"E-4\",\"nom\":\"Dany Coteau\",\"email\":"
    "\"dany.coteau@example.org\",\"actif\":false,\"ouvrages\":[{\"ouvrage\":"
    "\"*\"}]}}\n";

void
sample_parametrage(const char *dir)
{
	write_rows(dir, "traitement/parametrage.ndjson",
	    &(struct rows){ .head = "",
		.n = ouvrages(),
		.put = put_ouvrage,
		.tail = rest });
}
