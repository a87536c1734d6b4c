package dev.animus4j.benchmarks.durability;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** A row for each conversation, as langchain4j-community-sql has it: JSON, and an upsert. */
final class LangChainRows implements ChatMemoryStore {
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS chat_memory (memory_id VARCHAR(255) PRIMARY KEY, content TEXT)";
  private static final String SELECT = "SELECT content FROM chat_memory WHERE memory_id = ?";
  private static final String UPSERT =
      "INSERT INTO chat_memory (memory_id, content) VALUES (?, ?)"
          + " ON CONFLICT (memory_id) DO UPDATE SET content = excluded.content";
  private static final String DELETE = "DELETE FROM chat_memory WHERE memory_id = ?";

  private final DataSource database;

  LangChainRows(DataSource database) {
    this.database = database;
    update(TABLE);
  }

  @Override
  public List<ChatMessage> getMessages(Object memoryId) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setObject(1, memoryId);
      ResultSet rows = statement.executeQuery();
      return rows.next() ? ChatMessageDeserializer.messagesFromJson(rows.getString(1)) : List.of();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void updateMessages(Object memoryId, List<ChatMessage> messages) {
    update(UPSERT, memoryId, ChatMessageSerializer.messagesToJson(messages));
  }

  @Override
  public void deleteMessages(Object memoryId) {
    update(DELETE, memoryId);
  }

  private void update(String sql, Object... values) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
