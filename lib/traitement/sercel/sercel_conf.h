/*
 * The configuration of sercel.h.
 */
#ifndef SERCEL_CONF_H
#define SERCEL_CONF_H

enum sercel_key {
	K_BASE,
	K_DISPONIBILITE,
	K_LOT,
	K_AUTH,
	K_NOUVELLES, /* from here on: JSON pointers in the answer */
	K_LOTS,
	K_LOT_ID,
	K_LOT_DEBUT,
	K_LOT_FIN,
	SERCEL_KEYS,
};

extern char *sercel_conf[SERCEL_KEYS];

/* Fills sercel_conf from the file (NULL: defaults alone) and the environment,
 * or dies. */
void sercel_conf_read(const char *path);
void sercel_conf_free(void);

#endif
