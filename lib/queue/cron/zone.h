/*
 * Wall clocks of any time zone of the system's tzdata, as the zone's offsets.
 *
 * The C library knows one zone at a time, that of $TZ. These functions set it
 * for as long as they need it, so that they go together with base/day.h.
 */
#ifndef ZONE_H
#define ZONE_H

#include "base/day.h"

/* True if name is a zone of tzdata, such as "Europe/Paris" or "UTC". */
bool zone_known(struct str name);

/* Makes name, which zone_known must have accepted, the zone of day_zone_offset,
 * until zone_leave. NULL or "" is UTC. */
void zone_enter(const char *name);
void zone_leave(void);

#endif
