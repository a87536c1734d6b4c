package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Parts of a response, and the reason why it ends; no parts if the prompt is blocked. */
record GeminiParts(List<ObjectNode> parts, String finish) {}
