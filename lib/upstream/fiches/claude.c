/*
 * Answers of Claude's Messages API for the métiers of domaine A, and one for
 * all the others: {"text","stop_reason","input_tokens","output_tokens"}. Every
 * kind of answer that update-fiches has to deal with is among them.
 */
#include <stdio.h>
#include <string.h>

#include "upstream/fiches/sample_fiches.h"
#include "upstream/sample/sample.h"
#include "json/js.h"

enum cas {
	C_BON,
	C_BLOC,        /* in a block of code */
	C_VIRGULE,     /* a comma before a closing bracket */
	C_COUPE,       /* cut at max_tokens, can be mended */
	C_COUPE_NET,   /* cut inside an object: cannot */
	C_INCOMPLET,   /* without critical fields; a second answer has them */
	C_ADRESSE,     /* a null url: refused */
	C_SALAIRE,     /* "30 k€": refused */
	C_TENSION,     /* 1.7: becomes 1 */
	C_SANS_JSON,   /* nothing but a sentence */
	C_INCOMPLET_2, /* without critical fields; the second answer has no
			  JSON */
	C_DEUX,        /* a sentence before and after */
};

/* The values that the cases change. */
struct valeurs {
	const char *url, *minimum, *tension;
};

static void
put_lists(struct buf *b, const char *nom)
{
	buf_fmt(b,
	    "{\"description\": \"%s : ce métier demande de la méthode et du "
	    "soin. On l'apprend sur le terrain. On l'exerce seul ou en "
	    "équipe.\", \"description_courte\": \"%s, un métier de "
	    "terrain.\", "
	    "\"missions_principales\": [\"Préparer\", \"Exécuter\", "
	    "\"Vérifier\", \"Rendre compte\", \"Ranger\"], "
	    "\"competences\": [\"Lire une consigne\", \"Choisir un outil\", "
	    "\"Tenir un délai\", \"Mesurer\", \"Entretenir le matériel\", "
	    "\"Alerter\"], "
	    "\"competences_transversales\": [\"Écoute\", \"Autonomie\", "
	    "\"Rigueur\"], "
	    "\"savoirs\": [\"Matériaux\", \"Normes\", \"Sécurité\", "
	    "\"Vocabulaire\", \"Gestes\"], "
	    "\"formations\": [\"CAP du domaine\"], \"certifications\": [], "
	    "\"acces_metier\": \"Par une formation du domaine. Par "
	    "l'apprentissage. Par l'expérience.\", "
	    "\"conditions_travail\": [\"Debout\", \"En extérieur\", "
	    "\"Horaires variables\"], "
	    "\"environnements\": [\"Chantier\", \"Atelier\"], "
	    "\"secteurs_activite\": [\"Production\", \"Services\"], ",
	    nom, nom);
}

/* What is asked for again if it is missing. */
static void
put_critiques(struct buf *b, const struct valeurs *v)
{
	buf_fmt(b,
	    "\"traits_personnalite\": [\"Calme\", \"Précis\", \"Curieux\", "
	    "\"Patient\"], "
	    "\"aptitudes\": [{\"nom\": \"Observer\", \"niveau\": 4, "
	    "\"description\": \"Voir le détail\"}, {\"nom\": \"Décider\", "
	    "\"niveau\": 3, \"description\": \"Choisir sans tarder\"}], "
	    "\"autres_appellations\": [\"Compagnon\", \"Équipier\"], "
	    "\"sites_utiles\": [{\"nom\": \"Onisep\", \"url\": %s, "
	    "\"description\": \"Orientation\"}], ",
	    v->url);
}

static void
put_rest(struct buf *b, const struct valeurs *v)
{
	buf_fmt(b,
	    "\"profil_riasec\": {\"realiste\": 0.8, \"investigateur\": 0.4, "
	    "\"artistique\": 0.3, \"social\": 0.4, \"entreprenant\": 0.2, "
	    "\"conventionnel\": 0.5}, "
	    "\"competences_dimensions\": {\"technique\": 0.8, "
	    "\"relationnel\": 0.4, \"analytique\": 0.5, \"creatif\": 0.3, "
	    "\"organisationnel\": 0.5, \"leadership\": 0.2, \"numerique\": "
	    "0.3}, "
	    "\"domaine_professionnel\": {\"domaine\": \"Terrain\", "
	    "\"sous_domaine\": \"Production\", \"code_domaine\": \"A11\"}, "
	    "\"preferences_interets\": {\"domaine_interet\": \"Faire\", "
	    "\"familles\": [{\"nom\": \"Dehors\", \"description\": \"Vivre au "
	    "grand air\"}]}, "
	    "\"conditions_travail_detaillees\": {\"exigences_physiques\": "
	    "[\"Port de charges\"], \"horaires\": \"35 heures par semaine\", "
	    "\"deplacements\": \"Fréquents\", \"environnement\": "
	    "\"Extérieur\", \"risques\": []}, "
	    "\"statuts_professionnels\": [\"Salarié\", \"Indépendant\"], "
	    "\"niveau_formation\": \"CAP\", "
	    "\"types_contrats\": {\"cdi\": 70, \"cdd\": 20, \"interim\": 10, "
	    "\"autre\": 0}, "
	    "\"salaires\": {\"junior\": {\"min\": %s, \"max\": 26000, "
	    "\"median\": 24000}, \"confirme\": {\"min\": 24000, \"max\": "
	    "32000, \"median\": 28000}, \"senior\": {\"min\": 28000, "
	    "\"max\": 38000, \"median\": 33000}}, "
	    "\"perspectives\": {\"tension\": %s, \"tendance\": \"hausse\", "
	    "\"evolution_5ans\": \"Les besoins augmentent.\"}",
	    v->minimum, v->tension);
}

static const char mobilite[] =
    ", \"mobilite\": {\"metiers_proches\": [{\"nom\": \"Jardinier\"}, "
    "{\"nom\": \"Maçon\"}], \"evolutions\": [{\"nom\": \"Chef d'équipe\", "
    "\"type\": \"ascendante\"}]}}";

/* Cuts the text after the first occurrence of words. */
static void
cut_after(struct buf *b, const char *words)
{
	const char *at = strstr(buf_view(b).p, words);

	if (at)
		b->n = (size_t)(at - b->p) + strlen(words);
}

static void
put_text(struct buf *b, enum cas cas, const char *nom)
{
	const struct valeurs v = {
		cas == C_ADRESSE ? "null" : "\"https://www.onisep.fr\"",
		cas == C_SALAIRE ? "\"30 k€\"" : "21000",
		cas == C_TENSION ? "1.7" : "0.6",
	};

	if (cas == C_SANS_JSON) {
		buf_str(b, "Je ne peux pas décrire ce métier.");
		return;
	}
	if (cas == C_BLOC)
		buf_str(b, "```json\n");
	if (cas == C_DEUX)
		buf_str(b, "Voici la fiche demandée.\n");
	put_lists(b, nom);
	if (cas != C_INCOMPLET && cas != C_INCOMPLET_2)
		put_critiques(b, &v);
	put_rest(b, &v);
	if (cas == C_VIRGULE)
		buf_str(b, ", \"statuts_professionnels\": [\"Salarié\", ]");
	buf_str(b, mobilite);
	if (cas == C_BLOC)
		buf_str(b, "\n```");
	if (cas == C_DEUX)
		buf_str(b, "\nFin.");
	if (cas == C_COUPE)
		cut_after(b, "\"statuts_professionnels\": [\"Salarié\", \"Ind");
	if (cas == C_COUPE_NET)
		cut_after(b, "\"nom\": \"Observer\", \"niveau\": 4");
}

static void
write_answer(const char *dir, const char *name, struct str text, bool cut)
{
	struct buf b = { 0 };
	char path[64];

	buf_str(&b, "{\"text\":");
	js_put_text(&b, text);
	buf_fmt(&b,
	    ",\"stop_reason\":\"%s\",\"input_tokens\":%zu,"
	    "\"output_tokens\":%zu}\n",
	    cut ? "max_tokens" : "end_turn", 2100 + strlen(name),
	    text.n / 4 + 1);
	snprintf(path, sizeof(path), "claude/%s.json", name);
	write_rows(dir, path, &(struct rows){ .head = buf_view(&b).p });
	buf_free(&b);
}

static void
write_completion(const char *dir, const char *code, enum cas cas)
{
	const struct valeurs v = { "\"https://www.onisep.fr\"", "", "" };
	struct buf text = { 0 };
	char name[32];

	snprintf(name, sizeof(name), "%s.completion", code);
	if (cas == C_INCOMPLET) {
		buf_byte(&text, '{');
		put_critiques(&text, &v);
		text.n -= 2; /* the last comma */
		buf_byte(&text, '}');
	} else
		buf_str(&text, "Rien à ajouter.");
	write_answer(dir, name, buf_view(&text), false);
	buf_free(&text);
}

void
sample_claude(const char *dir)
{
	struct buf text = { 0 };

	for (unsigned i = 0; i <= C_DEUX; i++) {
		enum cas cas = (enum cas)i;
		struct buf nom = { 0 };
		char code[6];

		rome_nom(code, &nom, i);
		text.n = 0;
		put_text(&text, cas, buf_view(&nom).p);
		write_answer(dir, code, buf_view(&text),
		    cas == C_COUPE || cas == C_COUPE_NET);
		if (cas == C_INCOMPLET || cas == C_INCOMPLET_2)
			write_completion(dir, code, cas);
		buf_free(&nom);
	}
	text.n = 0;
	put_text(&text, C_BON, "Ce métier");
	write_answer(dir, "default", buf_view(&text), false);
	buf_free(&text);
}
