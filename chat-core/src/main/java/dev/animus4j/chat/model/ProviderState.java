package dev.animus4j.chat.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * Opaque state that a provider wants back with a message or a call it wrote: thought signatures,
 * reasoning, ids. It is kept as it came, and sent to the same model at the same endpoint only.
 *
 * @param endpoint base URL of the provider, without its query
 * @param model name of the model, as it was requested
 * @param data members by the provider's names; must not be modified
 */
public record ProviderState(String endpoint, String model, ObjectNode data) {

  /** Rejects nulls. */
  public ProviderState {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(data, "data");
  }

  /** A model at an endpoint, between which and the client state goes to and fro. */
  public record Owner(String endpoint, String model) {

    /** This state, as that of the owner. */
    public ProviderState state(ObjectNode data) {
      return new ProviderState(endpoint, model, data);
    }

    /** An empty state, which tells only who wrote something. */
    public ProviderState state() {
      return state(JsonNodeFactory.instance.objectNode());
    }
  }

  /** Whether this came from {@code owner}, to which it may be sent. */
  public boolean isOf(Owner owner) {
    return model.equals(owner.model) && endpoint.equals(owner.endpoint);
  }
}
