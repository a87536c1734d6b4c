package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat.Dialect;
import dev.animus4j.http.AuthenticationScheme;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.http.Proxies;
import io.vertx.core.Vertx;

/** Chats through a gateway, such as classic Azure OpenAI, and through the proxy of the network. */
public final class UseAGateway {
  private UseAGateway() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    Proxies proxies = Proxies.fromEnv(System::getenv); // HTTPS_PROXY, NO_PROXY
    Http http = Http.create(vertx, HttpOptions.defaults().withProxies(proxies));
    var chat = OpenAiCompatibleChat.create(http, azure(), "gpt-4o-mini");
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(chat.withDialect(Dialect.OPENAI))
            .options(ChatOptions.of("Be brief."))
            .onClose(http::closeAsync)
            .build();
    client.chat().send("Hello!").blockingForEach(e -> System.out.println(EventLine.of(e)));
    vertx.close().await();
  }

  /** AZURE_OPENAI_URL: https://RESOURCE.openai.azure.com/openai/deployments/DEPLOYMENT. */
  private static Endpoint azure() {
    String deployment = RecipeProvider.variable("AZURE_OPENAI_URL", "");
    String url = deployment.isEmpty() ? RecipeProvider.simulate() + "/v1" : deployment;
    String key = RecipeProvider.variable("AZURE_OPENAI_API_KEY", "any");
    return OpenAiCompatibleChat.endpoint(url, Credentials.key(key))
        .withProvider("Azure OpenAI")
        .withAuthentication(AuthenticationScheme.header("api-key"))
        .withQueryParameter("api-version", "2024-10-21");
  }
}
