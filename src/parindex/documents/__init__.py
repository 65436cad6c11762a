"""What people read outside the screens' tables: charts now; reports and decisions later. Pure."""
