/*
 * The members of a formation that formation.db keeps as parts (tables(5)): a
 * record is head, the parts with what stands between them, and tail.
 */
#ifndef FORMATION_PARTS_H
#define FORMATION_PARTS_H

/* In their order; column MEMBER_part of formation_row has the id of each. */
enum {
	FORMATION_PART_FORMATEUR,
	FORMATION_PART_RESPONSABLE,
	FORMATION_PART_CERTIFICATION,
	FORMATION_PARTS,
};

#define FORMATION_BETWEEN_1 ",\"responsable\":"
#define FORMATION_BETWEEN_2 ",\"certification\":"

#endif
