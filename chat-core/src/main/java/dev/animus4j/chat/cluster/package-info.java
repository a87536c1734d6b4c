/**
 * Messages between the nodes of a cluster: what one asks the node that has a conversation. They are
 * JSON with a protocol number. Nodes ignore members that they do not know, and answer what they do
 * not know at all with a failure that had no effect. The number grows when that is not enough for
 * the versions before and after; nodes whose numbers are further apart do not serve each other.
 */
@NullMarked
package dev.animus4j.chat.cluster;

import org.jspecify.annotations.NullMarked;
