/* The vocabulary of the invented world. */
#include "upstream/sample/sample.h"

#define WORDS(name, ...)                                                       \
	static const char *const name##_list[] = { __VA_ARGS__ };              \
	const struct words name = { name##_list,                               \
		sizeof(name##_list) / sizeof(*name##_list) }

/* clang-format off */
WORDS(metiers,
    "Boulanger", "Pâtissier", "Fleuriste", "Maraîcher", "Menuisier",
    "Charpentier", "Couvreur", "Carreleur", "Plâtrier", "Électricien",
    "Chaudronnier", "Soudeur", "Serrurier", "Mécanicien de cycles",
    "Carrossier", "Conducteur d'engins", "Cordonnier", "Tapissier",
    "Tailleur de pierre", "Vitrailliste", "Céramiste", "Œnologue", "Fromager",
    "Brasseur", "Apiculteur", "Éleveur", "Sylviculteur", "Pisciculteur",
    "Aide à domicile", "Préparateur en pharmacie", "Opticien",
    "Prothésiste", "Assistant comptable", "Gestionnaire de paie",
    "Vendeur-conseil", "Chef de rang", "Réceptionniste", "Cuisinier",
    "Développeur d'applications", "Technicien réseaux", "Infographiste",
    "Géomètre", "Dessinateur-projeteur", "Agent de maintenance",
    "Animateur sportif", "Régisseur", "Luthier", "Bûcheron");

WORDS(options,
    "", "option bois", "option métal", "spécialité produits frais",
    "en milieu rural", "en milieu urbain", "option \"grand froid\"",
    "niveau avancé", "à dominante numérique", "option A : ateliers",
    "option B : chantiers", "de l’espace rural", "et services associés",
    "tous publics", "bâti ancien", "petites séries");

WORDS(voies,
    "de l'Église", "du Moulin", "des Tilleuls", "de la Fontaine",
    "du Champ de Foire", "des Écoles", "du Vieux Pont", "de la Gare",
    "des Artisans", "du Lavoir", "Jean Exemple", "du Général Modèle",
    "des Trois Sources", "de la Forge", "du Bief", "de l'Œuvre",
    "du 8 Mai", "des Prés Hauts", "de la Halle", "du Haut Chemin");

WORDS(rivieres,
    "Aube", "Orvaine", "Lisse", "Verdonne", "Clairette", "Ouche", "Sévrine",
    "Drouette", "Brenne", "Arcelle", "Tardoise", "Vaunoise", "Œuf",
    "Lèze", "Alzette", "Mauldre");

WORDS(prenoms,
    "Anne", "Zoé", "Loïc", "Marie-Noëlle", "Paul", "Inès", "Hugo", "Maël",
    "Chloé", "Rémi", "Yasmine", "Gaëlle");

WORDS(noms,
    "Le Gall", "Exemple", "D'Arcel", "Vernois", "Montclair", "Béranger",
    "Dupré", "Quemener", "Sauvageot", "Taillefer", "Ozanne", "N'Diaye");

WORDS(enseignes,
    "CFA des Métiers", "Campus Horizon", "Institut Clairval", "Lycée du Lac",
    "École des Savoir-Faire", "Maison de l'Apprentissage", "Pôle Compétences",
    "Greta Modèle", "MFR des Collines", "Académie du Goût", "Atelier-École",
    "Centre Technique du Bois", "Faculté des Métiers", "Section du Val");

WORDS(phrases,
    "Préparer et organiser son poste de travail en tenant compte des "
    "consignes d'hygiène et de sécurité.",
    "Choisir les matières premières, les outils et les équipements adaptés à "
    "la commande.",
    "Conduire une opération de fabrication en respectant la fiche technique.",
    "Contrôler la qualité : aspect, dimensions, température, conformité au "
    "cahier des charges.",
    "Accueillir le client, reformuler sa demande et lui proposer un service "
    "\"sur mesure\".",
    "Rendre compte de son activité à l’équipe, à l’oral comme à l’écrit.",
    "Assurer l'entretien courant des locaux et du matériel.",
    "Calculer un coût de revient, établir un devis et suivre la facturation.",
    "Situer l'entreprise dans son environnement économique, juridique et "
    "social (PESS).",
    "S'exprimer dans une langue vivante étrangère au niveau B1+ du CECRL.",
    "Mathématiques – physique-chimie ; français, histoire-géographie et "
    "enseignement moral et civique.",
    "Éducation physique et sportive : réaliser une performance motrice "
    "maximale.",
    "Mettre en œuvre une démarche d'éco-conception et trier les déchets.",
    "Utiliser un logiciel métier, un tableur et une messagerie.",
    "Épreuve ponctuelle : 4 h ; coefficient 7 (dont 1 pour la PSE).",
    "Contrôle en cours de formation pour les candidats issus de la voie de "
    "l’apprentissage.",
    "Animer une réunion, argumenter et convaincre un auditoire.",
    "Diagnostiquer une panne, remplacer l'élément défectueux & remettre en "
    "service.",
    "Planifier les tâches d'un chantier et en répartir les moyens.",
    "Respecter la réglementation en vigueur < 2025 et anticiper ses "
    "évolutions.",
    "Accéder à un premier emploi qualifié ou poursuivre ses études.",
    "Le titulaire exerce dans une entreprise artisanale, une PME ou une "
    "collectivité.",
    "Évaluation certificative par un jury de professionnels…",
    "Modules : 1/ technologie 2/ arts appliqués 3/ gestes et postures.");
/* clang-format on */

const char *
word_at(const struct words *w, uint64_t i)
{
	return w->word[i % w->n];
}

const char *
word(const struct words *w, struct rng *r)
{
	return w->word[rng_below(r, w->n)];
}

void
put_raison(struct buf *b, struct rng *r)
{
	const char *nom = word(&noms, r);

	buf_fmt(b, "%s %s", word(&enseignes, r), nom);
}

/* The plain capitals for U+00C0..U+00FF; '.': none. */
static const char plain[] = "AAAAAA.CEEEEIIII.NOOOOO.OUUUUY.."
			    "AAAAAA.CEEEEIIII.NOOOOO.OUUUUY.Y";

void
put_capitals(struct buf *b, const char *s)
{
	for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
		if (*p == 0xc3 && p[1]) {
			buf_byte(b, plain[*++p - 0x80]);
		} else if (*p == 0xc5) { /* œ and Œ */
			buf_str(b, "OE");
			p++;
		} else if (*p == 0xe2) { /* the curly apostrophe */
			buf_byte(b, '\'');
			p += 2;
		} else {
			buf_byte(b, *p >= 'a' && *p <= 'z'
					? (char)(*p - 'a' + 'A')
					: (char)*p);
		}
	}
}

void
put_prose(struct buf *b, struct rng *r, size_t n, const char *lines)
{
	size_t end = b->n + n;

	while (b->n < end) {
		buf_str(b, word(&phrases, r));
		if (b->n < end)
			buf_str(b, rng_below(r, 4) ? " " : lines);
	}
}
