//! A way to the PostgreSQL of the tests that can be cut and mended.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::runtime::Runtime;
use tokio_postgres::config::Host;

use super::database::Database;

/// The way; whole until it is cut.
pub struct Cable {
    address: SocketAddr,
    is_cut: Arc<AtomicBool>,
    runtime: Option<Runtime>,
}

impl Cable {
    /// A way to the server that a database is on.
    pub fn to(database: &Database) -> Cable {
        let target = match &config(database).get_hosts()[0] {
            Host::Tcp(host) => Err((host.clone(), config(database).get_ports().first().copied().unwrap_or(5432))),
            Host::Unix(folder) => Ok(folder.join(".s.PGSQL.5432")),
        };
        let is_cut = Arc::new(AtomicBool::new(false));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let cut = Arc::clone(&is_cut);
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((mut client, _)) = listener.accept().await {
                let (cut, target) = (Arc::clone(&cut), target.clone());
                tokio::spawn(async move {
                    let watch = async {
                        while !cut.load(Ordering::Relaxed) {
                            tokio::time::sleep(Duration::from_millis(10)).await;
                        }
                    };
                    let talk = async {
                        match target {
                            Ok(path) => {
                                let mut server = UnixStream::connect(path).await.unwrap();
                                drop(copy_bidirectional(&mut client, &mut server).await);
                            }
                            Err(at) => {
                                let mut server = TcpStream::connect(at).await.unwrap();
                                drop(copy_bidirectional(&mut client, &mut server).await);
                            }
                        }
                    };
                    tokio::select! { () = watch => {}, () = talk => {} }
                });
            }
        });
        Cable { address, is_cut, runtime: Some(runtime) }
    }

    /// The address of the database at the end of it.
    pub fn url(&self, database: &Database) -> String {
        let Database::Schema { name, .. } = database else { panic!("not on a server") };
        let config = config(database);
        let (user, db) = (config.get_user().unwrap_or("postgres"), config.get_dbname().unwrap_or("postgres"));
        let password = config.get_password().map(|p| format!(":{}", String::from_utf8_lossy(p))).unwrap_or_default();
        format!("postgres://{user}{password}@{}/{db}?options=-c%20search_path%3D{name}", self.address)
    }

    /// Cuts it: whatever is connected is so no more, and nothing connects.
    pub fn cut(&self) {
        self.is_cut.store(true, Ordering::Relaxed);
        // It is noticed soon, and nobody is to slip through until then.
        std::thread::sleep(Duration::from_millis(100));
    }

    /// Mends it.
    pub fn mend(&self) {
        self.is_cut.store(false, Ordering::Relaxed);
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn config(database: &Database) -> tokio_postgres::Config {
    let Database::Schema { server, .. } = database else { panic!("not on a server") };
    server.parse().unwrap()
}
